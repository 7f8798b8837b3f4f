import { expect, test } from "vitest";
import { createTermTable } from "../../../src/analysis/term-table.ts";
import { createPendingDocuments, type PendingDocuments } from "../../../src/pending/pending-documents.ts";
import { aDocument } from "../../documents.ts";
import { refsOf } from "../../support/segments.ts";

const BATCH = 4;

function refsIn(pending: PendingDocuments): number[] {
  return pending.segments().flatMap((segment) => segment.namespaces.flatMap((name) => refsOf(segment.section(name)!)));
}

test("documents that come while others are built and forgotten are searched and found like any", () => {
  const pending = createPendingDocuments(createTermTable(), BATCH);
  const all = Array.from({ length: 60 }, (_, at) => 1 + at);
  let forgotten = 0;
  for (const ref of all) {
    const namespace = ref % 3 === 0 ? "other" : "default";
    pending.add(aDocument(ref, `tea ${ref}`, { namespace, session: `s${ref % 2}`, tags: [`t${ref}`] }));
    if (ref % 7 !== 0) continue;
    const held = pending.segments();
    const { upTo, documents } = pending.takeForBuild(BATCH, 1e9);
    pending.dropUpTo(upTo);
    forgotten += documents;
    expect(held.flatMap((segment) => segment.namespaces).length).toBeGreaterThan(0);
    expect(refsIn(pending).toSorted((a, b) => a - b)).toEqual(all.slice(forgotten, ref));
    expect(pending.count).toBe(ref - forgotten);
    expect(pending.find(upTo)).toBeUndefined();
    expect(pending.find(ref)).toMatchObject({ namespace, session: `s${ref % 2}`, turn: ref, isLive: true });
  }
});

test("what a search holds does not change when the memory of its batch is used again", () => {
  const pending = createPendingDocuments(createTermTable(), BATCH);
  for (const ref of [1, 2, 3, 4, 5]) pending.add(aDocument(ref, `tea ${ref}`));
  const [held] = pending.segments();
  pending.dropUpTo(pending.takeForBuild(BATCH, 1e9).upTo);
  for (let ref = 6; ref <= 20; ref++) pending.add(aDocument(ref, "coffee", { namespace: "other" }));
  expect(pending.segments()).toHaveLength(4);
  expect(held!.namespaces).toEqual(["default"]);
  expect(refsOf(held!.section("default")!)).toEqual([1, 2, 3, 4]);
  expect(held!.section("default")!.findList("tea")).toMatchObject({ documents: 4 });
});

import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { liveRefs } from "../../../src/listing/live-refs.ts";
import { createTaskRunner } from "../../../src/store/build-tasks.ts";
import { openIndexFolder } from "../../../src/store/open-index.ts";
import { aDocument } from "../../documents.ts";

async function aFolder() {
  const disk = memoryDisk();
  const runner = createTaskRunner(disk);
  const options = { dir: "/index", disk, readOnly: false, lastSeq: 1_000, runner, startAt: 20, forceAt: 20 };
  const { contents, upkeep } = await openIndexFolder(options);
  for (let ref = 1; ref <= 90; ref++) {
    contents.add(aDocument(ref, `memory ${ref}`, { namespace: ref % 2 === 0 ? "even" : "default", session: "s" }));
    upkeep.notice(ref);
    await upkeep.idle();
  }
  return { contents, upkeep };
}

test("everything current in every namespace of every segment", async () => {
  const { contents, upkeep } = await aFolder();
  contents.end({ ref: 4, namespace: "even", at: Date.now(), by: 0 });
  const inSegments = 90 - contents.pending.count;
  const refs = await liveRefs(contents.segments, new AbortController().signal);
  const expected = Array.from({ length: inSegments }, (_, at) => at + 1).filter((ref) => ref !== 4);
  expect(refs.toSorted((a, b) => a - b)).toEqual(expected);
  await upkeep.close();
});

test("a signal ends it early", async () => {
  const { contents, upkeep } = await aFolder();
  expect(await liveRefs(contents.segments, AbortSignal.abort())).toEqual([]);
  await upkeep.close();
});

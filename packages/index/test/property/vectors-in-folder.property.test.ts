/**
 * Laws of vectors in a folder: wherever they lie (waiting, in memory, on disk, read again after a reopening), vector answers are those
 * of an index that keeps floats in memory, and no document is embedded twice.
 */
import * as fc from "fast-check";
import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import type { IndexDocument, IndexHit, IndexQuery } from "../../src/document.ts";
import { createMemoryIndex, type MemoryIndex } from "../../src/memory-index.ts";
import { openMemoryIndex, type StoredMemoryIndex } from "../../src/open-memory-index.ts";
import { countingEmbedder, type CountingEmbedder } from "../support/counting-embedder.ts";
import { lives, NAMESPACES, questions, SESSIONS, times } from "./corpora.ts";
import type { Step } from "./naive-ranking.ts";

const events = fc.array(fc.constantFrom("nothing", "nothing", "embed", "search", "reopen"), {
  minLength: 30,
  maxLength: 30,
});

test("vector answers do not depend on where vectors lie, and nothing is embedded twice", async () => {
  await fc.assert(
    fc.asyncProperty(
      lives,
      events,
      questions,
      fc.option(times, { nil: undefined }),
      async (drawn, happened, { text }, asOf) => {
        const steps = drawn.map(withOwnText);
        const embedder = countingEmbedder();
        const stored = await liveInFolder(steps, happened, embedder);
        const exact = createMemoryIndex({ readText: readTextOf(steps), embedder: countingEmbedder() });
        for (const step of steps) apply(exact, step, steps);
        for (const namespace of NAMESPACES) {
          const all = { text: `? ${text}`, namespace, asOf, limit: 10_000, explain: true } as const;
          for (const query of [all, { ...all, session: SESSIONS[0], minImportance: 0.3 }]) {
            expect(await cosinesOf(stored, query)).toEqual(await cosinesOf(exact, query));
            const hits = await stored.search({ ...query, mode: "hybrid" });
            expect(hits.map(({ ref }) => ref).toSorted((a, b) => a - b)).toEqual(
              (await exact.search({ ...query, mode: "hybrid" })).map(({ ref }) => ref).toSorted((a, b) => a - b),
            );
          }
        }
        await stored.close();
        for (const step of steps) if ("add" in step) expect(embedder.counts.get(step.add.text) ?? 0).toBeLessThan(2);
      },
    ),
    { numRuns: 25 },
  );
});

/** References count from 1; a text of its own tells how often a document was embedded. */
function withOwnText(step: Step): Step {
  if ("ends" in step) return { ...step, ends: step.ends + 1 };
  const replaces = step.replaces === undefined ? undefined : step.replaces + 1;
  const ref = step.add.ref + 1;
  return { add: { ...step.add, ref, text: `${step.add.text} n${ref}` }, replaces };
}

async function liveInFolder(
  steps: readonly Step[],
  happened: readonly string[],
  embedder: CountingEmbedder,
): Promise<StoredMemoryIndex> {
  const disk = memoryDisk();
  let index = await open(disk, steps, embedder);
  for (const [at, step] of steps.entries()) {
    apply(index, step, steps);
    if (happened[at] === "embed") await index.embedding!.idle();
    if (happened[at] === "search") await index.search({ text: "? tea", namespace: "*" });
    if (happened[at] !== "reopen") continue;
    await index.close();
    index = await open(disk, steps, embedder);
    for (const again of steps.slice(0, at + 1))
      if (!("add" in again) || again.add.ref > index.reach) apply(index, again, steps);
  }
  return index;
}

function open(disk: Disk, steps: readonly Step[], embedder: CountingEmbedder): Promise<StoredMemoryIndex> {
  const readText = readTextOf(steps);
  return openMemoryIndex({ dir: "/index", disk, readText, embedder, lastSeq: 1_000, startAt: 3, forceAt: 5 });
}

function readTextOf(steps: readonly Step[]): (ref: number) => Promise<string> {
  return async (ref) => documentOf(steps, ref).text;
}

function apply(index: MemoryIndex & Partial<StoredMemoryIndex>, step: Step, steps: readonly Step[]): void {
  if ("ends" in step) return index.remove(step.ends, documentOf(steps, step.ends).namespace, step.at);
  const { ref, namespace } = step.replaces === undefined ? step.add : documentOf(steps, step.replaces);
  index.add(step.add, step.replaces === undefined ? {} : { replaces: { ref, namespace } });
  index.upkeep?.notice(step.add.ref);
}

function documentOf(steps: readonly Step[], ref: number): IndexDocument {
  return steps.flatMap((step) => ("add" in step && step.add.ref === ref ? [step.add] : []))[0]!;
}

/** Of every document, to four places: quantised and float cosines of vectors of ±1 differ by rounding alone. */
async function cosinesOf(index: MemoryIndex, query: IndexQuery): Promise<Map<number, string>> {
  const hits: IndexHit[] = await index.search({ ...query, mode: "vector" });
  return new Map(hits.toSorted((a, b) => a.ref - b.ref).map(({ ref, score }) => [ref, (score + 0).toFixed(4)]));
}

/**
 * Power fails at every write, sync and rename of builds and merges, with the last frames of the log lost or not. What is there opens; with
 * the frames behind its reach it answers as an index that was made from the whole log.
 */
import { crashDisk, crashPoints, createSeededRandom } from "@vidmem/frames/testing";
import type { Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createMemoryIndex, type MemoryIndex } from "../../src/memory-index.ts";
import { openMemoryIndex, type StoredMemoryIndex } from "../../src/open-memory-index.ts";
import { aDocument } from "../documents.ts";
import type { Step } from "../property/naive-ranking.ts";

const FRAMES = 45;
/** Frames that were seen when power failed, and are lost with it. */
const LOST = [0, 1, 4];
const SEEDS = [0, 1];
const WORDS = "tea milk bread cake".split(" ");

test("index and log agree after a crash at any moment", { timeout: 240_000 }, async () => {
  const frames = someFrames();
  const disk = crashDisk({ record: true });
  const index = await open(disk, FRAMES);
  for (const [at, frame] of frames.entries()) {
    const seq = at + 1;
    apply(index, frame, seq);
    disk.mark(seq);
    index.upkeep.notice(seq);
    if (seq % 3 === 0) await index.upkeep.idle();
  }
  expect(index.upkeep.stats().merges).toBeGreaterThan(1);
  await index.close();
  let seen = 0;
  const checked = new Set<string>();
  for (const point of crashPoints(disk.recording(), (value) => (seen = value as number))) {
    for (const seed of SEEDS) {
      const survivor = point.survivor(seed);
      for (const last of LOST.map((lost) => Math.max(0, seen - lost))) {
        const identity = `${survivor.digest} ${last}`;
        if (checked.has(identity)) continue;
        checked.add(identity);
        await assertAgrees(survivor.mount(), frames.slice(0, last));
      }
    }
  }
  expect(checked.size).toBeGreaterThan(100);
});

async function assertAgrees(disk: Disk, frames: readonly Step[]): Promise<void> {
  const index = await open(disk, frames.length);
  const fresh = createMemoryIndex({ readText: async () => "" });
  for (const [at, frame] of frames.entries()) {
    apply(fresh, frame, at + 1);
    if (at + 1 > index.reach) apply(index, frame, at + 1);
  }
  for (const text of ["tea bread", "cake"]) {
    for (const asOf of [undefined, aDocument(20, "").savedAt]) {
      const query = { text, asOf, limit: 100, mode: "lexical" } as const;
      expect(await index.search(query)).toEqual(await fresh.search(query));
    }
  }
  expect([...index.select({})]).toEqual([...fresh.select({})]);
  await index.close();
}

/** Turns of two sessions; a third of the frames correct or end what is there. */
function someFrames(): Step[] {
  const random = createSeededRandom(7);
  const current: number[] = [];
  return Array.from({ length: FRAMES }, (_, at): Step => {
    const ref = at + 1;
    const document = aDocument(ref, `${random.pick(WORDS)} ${random.pick(WORDS)}`, { session: `s${at % 2}` });
    const old =
      random.below(3) === 0 && current.length > 0 ? current.splice(random.below(current.length), 1)[0] : undefined;
    if (old !== undefined && random.below(2) === 0) return { ends: old, at: document.savedAt };
    current.push(ref);
    return { add: document, replaces: old };
  });
}

function apply(index: MemoryIndex, frame: Step, seq: number): void {
  if ("ends" in frame) index.remove(frame.ends, "default", frame.at, seq);
  else if (frame.replaces === undefined) index.add(frame.add);
  else index.add(frame.add, { replaces: { ref: frame.replaces, namespace: "default" } });
}

function open(disk: Disk, lastSeq: number): Promise<StoredMemoryIndex> {
  return openMemoryIndex({ dir: "/index", disk, lastSeq, readText: async () => "", startAt: 2, forceAt: 3 });
}

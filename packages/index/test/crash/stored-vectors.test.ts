/**
 * Power fails at every moment of a history of sets, deletes, flushes, merges and a purge. Whatever survives opens without an
 * error; what a flush acknowledged is there and right, what a purge acknowledged is gone, and no key comes twice.
 */
import { crashDisk, crashPoints, type CrashDisk } from "@vidmem/frames/testing";
import { expect, test } from "vitest";
import { createCosineAssertions } from "../../src/conformance/cosine-assertions.ts";
import { openStoredVectorIndex, type StoredVectorIndex } from "../../src/vectors/stored-vector-index.ts";
import { DIR, vectorsOf } from "../support/stored-vectors.ts";

const SEEDS = 12;
const options = { model: "test", flushRows: 8, segmentRows: 64 };
const { assertCosines } = createCosineAssertions(0.01);

/** What was promised when a call resolved: these keys have vectors, and those have none for ever. */
interface Promised {
  readonly present: readonly number[];
  readonly gone: readonly number[];
}

async function runHistory(disk: CrashDisk): Promise<void> {
  const index = await openStoredVectorIndex({ dir: DIR, disk, ...options });
  const present = new Set<number>();
  const gone = new Set<number>();
  const settle = async (verb: "flush" | "purge"): Promise<void> => {
    await index[verb]();
    disk.mark({ present: [...present], gone: [...gone] } satisfies Promised);
  };
  for (let round = 0; round < 7; round++) {
    const added = vectorsOf(round * 6, round * 6 + 6);
    await index.setMany(added);
    for (const [key] of added) present.add(key);
    await settle("flush");
    for (const key of [round * 6 + 1, round * 5]) {
      await index.delete(key);
      present.delete(key);
      gone.add(key);
    }
    // Replacing a vector by the same one: at no moment may it be there twice.
    const kept = [...present].slice(0, 2);
    await index.setMany(kept.flatMap((key) => vectorsOf(key, key + 1)));
    if (round % 3 === 2) await settle("purge");
  }
  await index.close();
}

test("at every moment the folder opens, and keeps what was promised", { timeout: 60_000 }, async () => {
  const disk = crashDisk({ record: true });
  await runHistory(disk);
  let promised: Promised = { present: [], gone: [] };
  const checked = new Set<string>();
  for (const point of crashPoints(disk.recording(), (value) => (promised = value as Promised))) {
    for (let seed = 0; seed < SEEDS; seed++) {
      const survivor = point.survivor(seed);
      const identity = `${survivor.digest} ${JSON.stringify(promised)}`;
      if (checked.has(identity)) continue;
      checked.add(identity);
      await assertKept(await openStoredVectorIndex({ dir: DIR, disk: survivor.mount(), ...options }), promised);
    }
  }
  expect(checked.size).toBeGreaterThan(100);
});

async function assertKept(index: StoredVectorIndex, { present, gone }: Promised): Promise<void> {
  const all = vectorsOf(0, 60);
  const keys = all.map(([key]) => key);
  const missing = await index.missing(keys);
  expect(index.stats().lost).toBe(0);
  // A key that was deleted after the promise may be gone already; one that was not may not be.
  const deletedLater = new Set(Array.from({ length: 7 }, (_, round) => [round * 6 + 1, round * 5]).flat());
  expect(missing.filter((key) => present.includes(key) && !deletedLater.has(key))).toEqual([]);
  expect(gone.filter((key) => !missing.includes(key))).toEqual([]);
  const question = all[3]![1];
  const hits = await index.nearest(question, 100);
  expect(hits.map(({ key }) => key).toSorted((a, b) => a - b)).toEqual(keys.filter((key) => !missing.includes(key)));
  assertCosines(await index.cosines(question, [3]), [missing.includes(3) ? 0 : 1]);
  await index.set(59, all[59]![1]);
  await index.close();
}

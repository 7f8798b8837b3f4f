import { expect, test } from "vitest";
import { createPace } from "../../../src/store/pace.ts";

const MIB = 1024 * 1024;

/** A pace whose sleeps are written down; saves arrive without end until `quietAfter` sleeps. */
function paceAt(
  unsealedMib: number,
  quietAfter = Number.POSITIVE_INFINITY,
  { isAwaited = false, isElsewhere = false, isBulk = false } = {},
) {
  const slept: number[] = [];
  const lastMs = (): number => (slept.length < quietAfter ? performance.now() : Number.NEGATIVE_INFINITY);
  const pace = createPace({
    lastBusyMs: lastMs,
    lastSmallMs: () => (isBulk ? Number.NEGATIVE_INFINITY : lastMs()),
    unsealedBytes: () => unsealedMib * MIB,
    isAwaited: () => isAwaited,
    isElsewhere: () => isElsewhere,
    sleep: async (ms) => void slept.push(ms),
  });
  return { slept, turn: () => pace.turn() };
}

test("while nobody saves, while somebody waits for it, and beside a bulk load on a thread of its own, sealing goes on at once", async () => {
  const never = Number.POSITIVE_INFINITY;
  for (const { turn, slept } of [
    paceAt(1, 0),
    paceAt(1, never, { isAwaited: true }),
    paceAt(1, never, { isElsewhere: true, isBulk: true }),
  ]) {
    await turn();
    expect(slept).toEqual([]);
  }
});

test("few rows wait for a quiet moment, on a thread of its own for one in which nobody waits for a save", async () => {
  for (const { turn, slept } of [
    paceAt(31, 7),
    paceAt(31, 7, { isBulk: true }),
    paceAt(31, 7, { isElsewhere: true }),
  ]) {
    await turn();
    expect(slept).toHaveLength(7);
  }
});

test("when saves never cease, steps come after rests, which become shorter the more rows there are", async () => {
  const rests: number[] = [];
  for (const unsealedMib of [33, 100, 200, 255]) {
    const { turn, slept } = paceAt(unsealedMib);
    await turn();
    expect(slept).toHaveLength(1);
    rests.push(slept[0]!);
  }
  expect(rests).toEqual(rests.toSorted((a, b) => b - a));
  expect(rests[0]).toBeGreaterThan(45);
  expect(rests.at(-1)).toBeLessThan(1);
});

test("above 256 MiB of rows nothing holds sealing up", async () => {
  const { turn, slept } = paceAt(256);
  await turn();
  expect(slept).toEqual([]);
});

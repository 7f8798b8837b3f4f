import { expect, test } from "vitest";
import type { KeyKind } from "../../../src/store/key-chains.ts";
import { createRowFilter } from "../../../src/store/row-filter.ts";
import type { Segment } from "../../../src/store/segment.ts";

/** As many questions as make a filter learn everything. */
const ENOUGH = 10;

test("a key that was added is never denied, from the first question on", () => {
  const filter = createRowFilter("id");
  filter.add(withKeys("id", [1, 2, 3]));
  filter.add(withKeys("id", [4, 5, 6]));
  for (let round = 0; round < ENOUGH; round++) {
    for (const key of [1, 2, 3, 4, 5, 6]) expect(filter.mayHold([key, key])).toBe(true);
  }
});

test("what is not there is denied once all is learned, one segment a question", () => {
  const filter = createRowFilter("id");
  for (const key of [1, 2, 3]) filter.add(withKeys("id", [key]));
  expect([1, 2, 3, 4].map(() => filter.mayHold([99, 0xffff]))).toEqual([true, true, false, false]);
});

test("it knows the keys of its own kind only", () => {
  const filter = createRowFilter("fingerprint");
  filter.add(withKeys("id", [7]));
  filter.add(withKeys("fingerprint", [8]));
  for (let round = 0; round < ENOUGH; round++) filter.mayHold([0, 0]);
  expect(filter.mayHold([7, 7])).toBe(false);
  expect(filter.mayHold([8, 8])).toBe(true);
});

test("segments that are gone are forgotten, those that stay are not", () => {
  const filter = createRowFilter("id");
  const [gone, neverLearned, stays] = [withKeys("id", [1]), withKeys("id", [2]), withKeys("id", [3])];
  filter.add(gone);
  filter.mayHold([0, 0]);
  filter.add(stays);
  filter.mayHold([0, 0]);
  filter.add(neverLearned);
  filter.settle([stays]);
  for (let round = 0; round < ENOUGH; round++) filter.mayHold([0, 0]);
  expect([1, 2, 3].map((key) => filter.mayHold([key, key]))).toEqual([false, false, true]);
});

function withKeys(kind: KeyKind, keys: readonly number[]): Segment {
  const forEachKey: Segment["forEachKey"] = (of, visit) => {
    if (of === kind) for (const key of keys) visit(key, key);
  };
  return { forEachKey } as Segment;
}

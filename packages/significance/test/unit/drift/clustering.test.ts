import { expect, test } from "vitest";
import { designEffect } from "../../../src/drift/clustering.ts";
import { createTermTable, type TermTable } from "../../../src/statistics/term-table.ts";

/** A table of a hundred memories, half of them of each of two types. */
function halves(): TermTable {
  return createTermTable(10, {
    memories: 100,
    rows: [
      ["a", 50, 10, 1, 99],
      ["b", 50, 10, 1, 100],
    ],
  });
}

test("neighbours that agree as by chance are independent, and those that differ no less", () => {
  expect(designEffect(halves(), { pairs: 90, agreements: 45 })).toBe(1);
  expect(designEffect(halves(), { pairs: 90, agreements: 0 })).toBe(1);
});

test("episodes of ten that are all alike count as one observation for each twenty memories", () => {
  expect(designEffect(halves(), { pairs: 90, agreements: 90 })).toBe(20);
  expect(designEffect(halves(), { pairs: 90, agreements: 54 })).toBeCloseTo(1 + 19 * 0.2, 9);
});

test("without neighbours each memory counts", () => {
  expect(designEffect(halves(), { pairs: 0, agreements: 0 })).toBe(1);
  expect(designEffect(createTermTable(1), { pairs: 0, agreements: 0 })).toBe(1);
});

test("when there is but one feature all are alike", () => {
  const one = createTermTable(1, { memories: 100, rows: [["a", 100, 10, 1, 100]] });
  expect(designEffect(one, { pairs: 90, agreements: 90 })).toBe(20);
});

import { expect, test } from "vitest";
import { createRowSet } from "../../../../src/vectors/stored/row-set.ts";

test("a row is added once", () => {
  const rows = createRowSet(20);
  expect([rows.add(9), rows.add(9), rows.has(9), rows.has(8), rows.count]).toEqual([true, false, true, false, 1]);
});

test("a set begins with a copy of the bitmap that it is given", () => {
  const bitmap = Uint8Array.of(0b101, 0b1);
  const rows = createRowSet(9, bitmap);
  bitmap.fill(0);
  expect([rows.count, rows.has(0), rows.has(1), rows.has(8)]).toEqual([3, true, false, true]);
});

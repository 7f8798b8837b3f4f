import { expect, test } from "vitest";
import { addRow, createColumns } from "../../../src/partition/columns.ts";

test("rows keep their values when the columns grow, and new rows start at zero", () => {
  const columns = createColumns();
  for (let row = 0; row < 1_000; row++) {
    const ordinal = addRow(columns);
    expect(ordinal).toBe(row);
    expect([columns.ref[ordinal], columns.flags[ordinal], columns.turn[ordinal]]).toEqual([0, 0, 0]);
    columns.ref[ordinal] = row * 2 ** 40;
    columns.flags[ordinal] = row % 4;
    columns.turn[ordinal] = row;
  }
  expect(columns.count).toBe(1_000);
  expect([columns.ref[999], columns.flags[999], columns.turn[999]]).toEqual([999 * 2 ** 40, 3, 999]);
});

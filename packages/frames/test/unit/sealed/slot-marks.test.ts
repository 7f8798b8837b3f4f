import { expect, test } from "vitest";
import { createSlotMarks } from "../../../src/sealed/slot-marks.ts";

test("marks are counted once, and found by slot and by chunk", () => {
  const marks = createSlotMarks(3);
  marks.add(1, 0);
  marks.add(1, 49);
  marks.add(1, 49);
  expect(marks.count).toBe(2);
  expect([marks.has(1, 0), marks.has(1, 1), marks.has(1, 49), marks.has(2, 49)]).toEqual([true, false, true, false]);
  expect([0, 1, 2].map((chunk) => marks.isTouched(chunk))).toEqual([false, true, false]);
});

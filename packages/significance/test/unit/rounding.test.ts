import { expect, test } from "vitest";
import { toScore } from "../../src/rounding.ts";

test("a sum that is 0.8 on paper is 0.8", () => {
  expect(0.1 + 0.7).toBeLessThan(0.8);
  expect(toScore(0.1 + 0.7)).toBe(0.8);
});

test("scores end at 0 and 1", () => {
  expect([toScore(-0.2), toScore(1.3), toScore(0.123_456_789_012_3)]).toEqual([0, 1, 0.123_456_789_012]);
});

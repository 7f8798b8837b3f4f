import { expect, test } from "vitest";
import { VALENCES } from "../../../src/reading/valence.ts";

test("words are glad, sad or neither", () => {
  expect(VALENCES.get("outstanding")).toBe(1);
  expect(VALENCES.get("happy")).toBe(0.6);
  expect(VALENCES.get("grieved")).toBeLessThan(0);
  expect(VALENCES.get("boiler")).toBeUndefined();
  expect(VALENCES.get("constructor")).toBeUndefined();
});

test("emoji have a valence, also those with a variation selector", () => {
  expect(VALENCES.get("😠")).toBe(-0.6);
  expect(VALENCES.get("❤")).toBeGreaterThan(0);
});

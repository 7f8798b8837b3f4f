import { expect, test } from "vitest";
import { valenceOf } from "../../../src/reading/valence.ts";

test("words are glad, sad or neither", () => {
  expect(valenceOf("outstanding")).toBe(1);
  expect(valenceOf("happy")).toBe(0.6);
  expect(valenceOf("grieved")).toBeLessThan(0);
  expect(valenceOf("boiler")).toBe(0);
  expect(valenceOf("constructor")).toBe(0);
});

test("emoji have a valence, also those with a variation selector", () => {
  expect(valenceOf("😠")).toBe(-0.6);
  expect(valenceOf("❤")).toBeGreaterThan(0);
});

import { expect, test } from "vitest";
import { emptyContext, rarityOf } from "../../src/context.ts";

test("what nothing has is rarest, what everything has is not rare at all", () => {
  expect(rarityOf(0, 1000)).toBe(1);
  expect(rarityOf(1000, 1000)).toBeCloseTo(0, 3);
  expect(rarityOf(1000, 1000)).toBeGreaterThanOrEqual(0);
  expect(rarityOf(99, 9998)).toBeCloseTo(0.5, 12);
});

test("counts that do not fit each other still give 0..1", () => {
  expect(rarityOf(5, 0)).toBeGreaterThanOrEqual(0);
  expect(rarityOf(0, 0)).toBe(1);
});

test("an empty store knows nothing", () => {
  expect(emptyContext(7)).toEqual({ now: 7, memories: 0, terms: new Map(), people: new Set() });
});

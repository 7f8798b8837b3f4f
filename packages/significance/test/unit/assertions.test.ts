import { expect, test } from "vitest";
import { assertCount, assertFinite, assertUnit } from "../../src/assertions.ts";

/** What each of the three says to a value. */
function complaints(value: unknown): (string | undefined)[] {
  const attempts = [() => assertUnit("x", value), () => assertCount("x", value), () => assertFinite("x", value)];
  return attempts.map((attempt) => {
    try {
      attempt();
      return undefined;
    } catch (error) {
      return String(error);
    }
  });
}

test("what is no number is a TypeError that names the argument", () => {
  for (const value of ["1", undefined, null, 1n]) {
    expect(complaints(value)).toEqual(Array.from({ length: 3 }, () => "TypeError: x must be a number"));
  }
});

test("a unit ends at 0 and 1, a count is whole and not negative, a finite number is any other", () => {
  const [unit, count, finite] = ["x must be in 0..1", "x must be a whole number >= 0", "x must be finite"].map(
    (message) => `RangeError: ${message}`,
  );
  expect(complaints(0)).toEqual([undefined, undefined, undefined]);
  expect(complaints(1)).toEqual([undefined, undefined, undefined]);
  expect(complaints(0.5)).toEqual([undefined, count, undefined]);
  expect(complaints(-1)).toEqual([unit, count, undefined]);
  expect(complaints(7)).toEqual([unit, undefined, undefined]);
  expect(complaints(Number.NaN)).toEqual([unit, count, finite]);
  expect(complaints(Number.POSITIVE_INFINITY)).toEqual([unit, count, finite]);
});

test("a count may have a least value", () => {
  expect(() => assertCount("x", 0, 1)).toThrow(new RangeError("x must be a whole number >= 1"));
});

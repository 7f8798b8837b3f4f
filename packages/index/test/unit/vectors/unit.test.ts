import { expect, test } from "vitest";
import { toUnit } from "../../../src/vectors/unit.ts";

test("a unit vector is a copy of length one", () => {
  const given = Float32Array.of(3, 4);
  const unit = toUnit(given);
  given.fill(9);
  expect([...unit]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
});

test("very small and very large values keep their direction", () => {
  for (const scale of [1e-38, 1e38]) expect(toUnit(Float32Array.of(scale, scale))[0]).toBeCloseTo(Math.SQRT1_2, 5);
});

test("zero stays zero, and what is not finite is like nothing", () => {
  for (const other of [0, Number.NaN, Number.POSITIVE_INFINITY])
    expect([...toUnit(Float32Array.of(0, other))]).toEqual([0, 0]);
});

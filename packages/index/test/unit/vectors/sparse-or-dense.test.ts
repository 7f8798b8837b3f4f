import { describe, expect, test } from "vitest";
import { dotWith, toStoredVector } from "../../../src/vectors/sparse-or-dense.ts";

describe("toStoredVector", () => {
  test("a vector of mostly zeros keeps places, another does not", () => {
    expect([...toStoredVector(Float32Array.of(0, 3, 0, 0, 4, 0)).places!]).toEqual([1, 4]);
    expect(toStoredVector(Float32Array.of(1, 2, 0)).places).toBeUndefined();
  });

  test("a stored vector has length one and is a copy", () => {
    const given = Float32Array.of(3, 4);
    const { values } = toStoredVector(given);
    given.fill(9);
    expect(values[0]).toBeCloseTo(0.6, 6);
    expect(values[1]).toBeCloseTo(0.8, 6);
  });

  test("very small and very large values keep their direction", () => {
    for (const scale of [1e-38, 1e38])
      expect(toStoredVector(Float32Array.of(scale, scale)).values[0]).toBeCloseTo(Math.SQRT1_2, 5);
  });

  test("zero stays zero, and what is not finite is like nothing", () => {
    const vectors = [
      Float32Array.of(0, 0),
      Float32Array.of(1, Number.NaN),
      Float32Array.of(1, Number.POSITIVE_INFINITY),
    ];
    expect(vectors.map((vector) => dotWith(toStoredVector(vector), Float32Array.of(1, 1)))).toEqual([0, 0, 0]);
  });

  test("more dimensions than a place can count are stored dense", () => {
    const wide = new Float32Array(70_000);
    wide[69_999] = 1;
    expect(dotWith(toStoredVector(wide), wide)).toBe(1);
  });
});

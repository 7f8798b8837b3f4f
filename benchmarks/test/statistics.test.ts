import { describe, expect, test } from "vitest";
import { median, medianRatio, percentile } from "../src/statistics.ts";

describe("median", () => {
  test("is the middle of an odd number of values and the mean of the middle two of an even number", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 10])).toBe(3.5);
    expect(median([])).toBeNaN();
  });
});

describe("percentile", () => {
  test("is the sample of nearest rank", () => {
    const samples = Float64Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([50, 95, 99, 100].map((percent) => percentile(samples, percent))).toEqual([50, 95, 99, 100]);
    expect(percentile(Float64Array.of(7), 1)).toBe(7);
    expect(percentile(new Float64Array(), 50)).toBeNaN();
    expect(samples[0]).toBe(100);
  });
});

describe("medianRatio", () => {
  test("compares within each round, so that a slow round does not count against either side", () => {
    expect(medianRatio([10, 200, 30], [5, 100, 10])).toBe(2);
    expect(() => medianRatio([1], [])).toThrow(RangeError);
  });
});

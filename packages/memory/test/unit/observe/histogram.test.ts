import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createHistogram } from "../../../src/observe/histogram.ts";

const anyMs = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 400_000, noNaN: true }),
  fc.constantFrom(0, 0.0001, 0.0015, 0.0016, 1, 429_496),
);

test("every quantile is within a sixteenth of the sorted values, or 100 ns", () => {
  fc.assert(
    fc.property(
      fc.array(anyMs, { minLength: 1, maxLength: 200 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (values, q01) => {
        const histogram = createHistogram();
        for (const value of values) histogram.record(value);
        const exact = values.toSorted((a, b) => a - b)[Math.ceil(q01 * values.length) - 1]!;
        expect(Math.abs(histogram.quantileMs(q01) - exact)).toBeLessThanOrEqual(Math.max(exact / 16, 0.0001));
        expect(histogram.count).toBe(values.length);
        expect(histogram.maxMs).toBe(Math.max(...values));
      },
    ),
  );
});

test("nothing recorded gives zeros", () => {
  const histogram = createHistogram();
  expect([histogram.count, histogram.totalMs, histogram.maxMs, histogram.quantileMs(0.99)]).toEqual([0, 0, 0, 0]);
});

test("an hour is counted, and told exactly as the largest", () => {
  const histogram = createHistogram();
  histogram.record(3_600_000);
  expect(histogram.maxMs).toBe(3_600_000);
  expect(histogram.quantileMs(1)).toBeGreaterThan(400_000);
});

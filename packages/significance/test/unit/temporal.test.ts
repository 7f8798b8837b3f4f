import { describe, expect, test } from "vitest";
import { consolidatedScore, DAY_MS, temporalScore } from "../../src/temporal.ts";

describe("temporal score", () => {
  test("is 1 when new, a half after one half-life of the tier, a quarter after two", () => {
    for (const [importance, days] of [
      [0.9, 730],
      [0.7, 182],
      [0.5, 30],
      [0.1, 7],
    ] as const) {
      expect(temporalScore(importance, 0)).toBe(1);
      expect(temporalScore(importance, days * DAY_MS)).toBeCloseTo(0.5, 12);
      expect(temporalScore(importance, 2 * days * DAY_MS)).toBeCloseTo(0.25, 12);
    }
  });

  test("of a memory of the future is that of a new one", () => {
    expect(temporalScore(0.5, -DAY_MS)).toBe(1);
  });

  test("refuses an age that is not finite", () => {
    expect(() => temporalScore(0.5, Number.NaN)).toThrow(RangeError);
  });
});

describe("consolidation by access", () => {
  test("multiplies by 1 + 0.1 · ln(1 + accesses)", () => {
    expect(consolidatedScore(0.5, 0)).toBe(0.5);
    expect(consolidatedScore(0.5, 9)).toBeCloseTo(0.5 * (1 + 0.1 * Math.log(10)), 12);
    expect(consolidatedScore(0.5, 9)).toBeCloseTo(0.615_129, 6);
  });

  test("ends at 1", () => {
    expect(consolidatedScore(0.95, 1000)).toBe(1);
  });

  test("refuses a count that is none", () => {
    expect(() => consolidatedScore(0.5, -1)).toThrow(/accessCount/);
  });
});

import { describe, expect, test } from "vitest";
import { baseImportance, IMPORTANCE_WEIGHTS, sourceMultiplier } from "../../src/importance.ts";

const ones = { significance: 1, relevance: 1, emotionalImpact: 1, technicalValue: 1, userRating: 1 };

describe("base importance", () => {
  test("is the weighted sum of the factors: 0.30, 0.20, 0.15, 0.20, 0.15", () => {
    const zeros = { significance: 0, relevance: 0, emotionalImpact: 0, technicalValue: 0, userRating: 0 };
    const alone = (factor: string): number => baseImportance({ ...zeros, [factor]: 1, source: "analysis" });
    expect(alone("significance")).toBe(0.3);
    expect(alone("relevance")).toBe(0.2);
    expect(alone("emotionalImpact")).toBe(0.15);
    expect(alone("technicalValue")).toBe(0.2);
    expect(alone("userRating")).toBe(0.15);
    expect(Object.keys(IMPORTANCE_WEIGHTS)).toHaveLength(5);
  });

  test("of nothing known is 0.4: factors 0.5, confidence 1, source automated", () => {
    expect(baseImportance()).toBe(0.4);
    expect(baseImportance({ source: "automated", confidence: 1, relevance: 0.5 })).toBe(0.4);
  });

  test("goes with the square of the confidence", () => {
    expect(baseImportance({ ...ones, confidence: 0.5, source: "analysis" })).toBe(0.25);
  });

  test("ends at 1", () => {
    expect(baseImportance({ ...ones, source: "manual" })).toBe(1);
    expect(baseImportance({ source: "manual" })).toBe(1);
  });

  test("refuses a factor or a confidence outside 0..1 by name", () => {
    expect(() => baseImportance({ relevance: 1.1 })).toThrow(new RangeError("relevance must be in 0..1"));
    expect(() => baseImportance({ confidence: Number.NaN })).toThrow(/confidence/);
    expect(() => baseImportance({ userRating: "5" as never })).toThrow(TypeError);
  });
});

test("sources multiply by 2.0, 1.2, 1.0, 0.8, 0.4, and unknown ones by 1.0", () => {
  const sources = ["manual", "conversation", "analysis", "automated", "background", "dream", "toString"];
  expect(sources.map(sourceMultiplier)).toEqual([2, 1.2, 1, 0.8, 0.4, 1, 1]);
});

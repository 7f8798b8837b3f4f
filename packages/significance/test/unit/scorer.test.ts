// What every scorer does is in src/conformance/scorer.ts; here is what the built-in one and the port's guard add.
import { describe, expect, test } from "vitest";
import { emptyContext } from "../../src/context.ts";
import {
  assertSignificance,
  createScorer,
  DIMENSION_WEIGHTS,
  DIMENSIONS,
  overallSignificance,
  type Significance,
} from "../../src/scorer.ts";
import { aContext, aMemory, NOW_MS } from "../memories.ts";

function all(score: number): Significance {
  return Object.fromEntries(DIMENSIONS.map((name) => [name, { score, evidence: [] }])) as unknown as Significance;
}

describe("the built-in scorer", () => {
  test("answers at once, with six scores", () => {
    const significance = createScorer().score(aMemory("I finally passed my exam on Tuesday!"), aContext());
    expect(Object.keys(significance)).toEqual([...DIMENSIONS]);
    expect(significance.breakthroughFactor.evidence).toContainEqual(expect.objectContaining({ sign: "realisation" }));
    expect(significance.temporalRelevance.evidence[0]).toMatchObject({ words: "on Tuesday" });
  });

  test("refuses times that are none", () => {
    expect(() => createScorer().score(aMemory("x", { timestamp: Number.NaN }), aContext())).toThrow(/timestamp/);
    expect(() => createScorer().score(aMemory("x"), emptyContext(Number.NaN))).toThrow(/now/);
    expect(() => createScorer().score({ text: 7 as never, timestamp: NOW_MS }, aContext())).toThrow(TypeError);
  });
});

describe("the overall significance", () => {
  test("is the weighted mean of the six", () => {
    expect(overallSignificance(all(0.5))).toBe(0.5);
    expect(overallSignificance(all(1))).toBe(1);
    const one = { ...all(0), knowledgeValue: { score: 1, evidence: [] } };
    expect(overallSignificance(one)).toBe(DIMENSION_WEIGHTS.knowledgeValue);
  });

  test("has weights that add up to 1", () => {
    expect(DIMENSIONS.reduce((sum, name) => sum + DIMENSION_WEIGHTS[name], 0)).toBeCloseTo(1, 12);
  });
});

test("what a scorer of somebody else's gives is checked by name", () => {
  expect(() => assertSignificance(all(0))).not.toThrow();
  expect(() => assertSignificance(undefined)).toThrow(TypeError);
  expect(() => assertSignificance({ ...all(0), patternStrength: undefined })).toThrow(/patternStrength/);
  expect(() => assertSignificance({ ...all(0), knowledgeValue: { score: 7, evidence: [] } })).toThrow(
    new RangeError("knowledgeValue must be in 0..1"),
  );
  expect(() => assertSignificance({ ...all(0), knowledgeValue: { score: 0 } })).toThrow(/list of evidence/);
});

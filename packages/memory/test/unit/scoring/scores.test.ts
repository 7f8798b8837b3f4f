import { DIMENSIONS, type Significance } from "@vidmem/significance";
import { expect, test } from "vitest";
import { readScores, SCORE_BYTES, toScoreBytes } from "../../../src/scoring/scores.ts";

const significance = (scores: readonly number[]): Significance =>
  Object.fromEntries(DIMENSIONS.map((name, at) => [name, { score: scores[at]!, evidence: [] }])) as never;

test("six scores are six bytes, and come back within half a step, the ends exactly", () => {
  const scores = [0, 1, 0.5, 0.333, 0.999, 0.001];
  const bytes = toScoreBytes(significance(scores));
  expect(bytes).toHaveLength(SCORE_BYTES);
  const read = readScores(bytes, 0)!;
  expect(Object.keys(read)).toEqual(DIMENSIONS);
  for (const [at, name] of DIMENSIONS.entries())
    expect(Math.abs(read[name] - scores[at]!)).toBeLessThanOrEqual(0.5 / 254);
  expect([read.emotionalResonance, read.knowledgeValue]).toEqual([0, 1]);
});

test("a place that nobody wrote has no scores, one with the lowest has", () => {
  expect(readScores(new Uint8Array(12), 6)).toBeUndefined();
  expect(readScores(toScoreBytes(significance([0, 0, 0, 0, 0, 0])), 0)).toBeDefined();
});

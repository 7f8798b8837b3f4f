import { expect, test } from "vitest";
import { createTally } from "../../../src/dimensions/dimension.ts";

test("half the sum gives a half, the same again three quarters", () => {
  const tally = createTally();
  tally.add("a", "x", 3);
  expect(tally.toScore(3).score).toBe(0.5);
  tally.add("a", "y", 3);
  expect(tally.toScore(3).score).toBe(0.75);
  expect(tally.toScore(3, 0.5).score).toBe(0.375);
});

test("evidence is what each sign raised, the strongest first", () => {
  const tally = createTally();
  tally.add("weak", "x", 1);
  tally.add("strong", "y", 3);
  tally.add("none", "z", 0);
  tally.add("none", "z", -1);
  tally.add("none", "z", Number.NaN);
  expect(tally.toScore(4)).toEqual({
    score: 0.5,
    evidence: [
      { sign: "strong", words: "y", raised: 0.375 },
      { sign: "weak", words: "x", raised: 0.125 },
    ],
  });
});

test("six signs are listed, the rest in one", () => {
  const tally = createTally();
  for (let weight = 1; weight <= 8; weight++) tally.add("sign", String(weight), weight);
  const { score, evidence } = tally.toScore(10);
  expect(evidence.map(({ words }) => words)).toEqual(["8", "7", "6", "5", "4", "3", undefined]);
  expect(evidence.at(-1)).toMatchObject({ sign: "2 more" });
  expect(evidence.at(-1)?.raised).toBeCloseTo((score * 3) / 36, 12);
});

test("no sign, no score", () => {
  expect(createTally().toScore(1)).toEqual({ score: 0, evidence: [] });
});

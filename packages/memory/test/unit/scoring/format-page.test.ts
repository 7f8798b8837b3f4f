import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readScores } from "../../../src/scoring/scores.ts";

test("the worked example of the page holds the scores that it says", () => {
  const page = readFileSync(new URL("../../../../../docs/format/significance.md", import.meta.url), "utf8");
  const line = /0000 {2}([0-9a-f ]+)/.exec(page)![1]!;
  const bytes = Uint8Array.from(line.trim().split(" "), (byte) => Number.parseInt(byte, 16));
  expect(readScores(bytes, 0)).toBeUndefined();
  const { emotionalResonance, knowledgeValue, relationshipDepth, patternStrength } = readScores(bytes, 6)!;
  expect([emotionalResonance, knowledgeValue, patternStrength]).toEqual([0, 1, 0]);
  expect(relationshipDepth).toBe(0.5);
});

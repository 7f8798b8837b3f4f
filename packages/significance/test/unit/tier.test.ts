import { expect, test } from "vitest";
import { halfLifeDays, tierOf, type Tier } from "../../src/tier.ts";

test("tiers begin at 0.8, 0.6 and 0.4", () => {
  const scores = [1, 0.8, 0.79, 0.6, 0.59, 0.4, 0.39, 0];
  expect(scores.map(tierOf)).toEqual(["critical", "critical", "high", "high", "medium", "medium", "low", "low"]);
});

test("half-lives are 730, 182, 30 and 7 days", () => {
  const tiers: Tier[] = ["critical", "high", "medium", "low"];
  expect(tiers.map(halfLifeDays)).toEqual([730, 182, 30, 7]);
});

test("an importance outside 0..1 and a word that is no tier are refused", () => {
  expect(() => tierOf(1.5)).toThrow(RangeError);
  expect(() => halfLifeDays("eternal" as never)).toThrow(RangeError);
});

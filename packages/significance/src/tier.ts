/** Tiers: four classes of base importance, each with a half-life. Source: the seed's MemoryScorer. */
import { assertUnit } from "./assertions.ts";

/** From the longest remembered to the shortest. */
export type Tier = "critical" | "high" | "medium" | "low";

interface TierRule {
  readonly tier: Tier;
  /** The least base importance of the tier. */
  readonly from: number;
  readonly halfLifeDays: number;
}

const RULES: readonly TierRule[] = [
  { tier: "critical", from: 0.8, halfLifeDays: 730 },
  { tier: "high", from: 0.6, halfLifeDays: 182 },
  { tier: "medium", from: 0.4, halfLifeDays: 30 },
  { tier: "low", from: 0, halfLifeDays: 7 },
];

/** The tier of a base importance. @throws TypeError or RangeError outside 0..1. */
export function tierOf(importance: number): Tier {
  assertUnit("importance", importance);
  return RULES.find(({ from }) => importance >= from)!.tier;
}

/** Days after which half of a memory's temporal score is left. @throws RangeError for a word that is no tier. */
export function halfLifeDays(tier: Tier): number {
  const rule = RULES.find((rule) => rule.tier === tier);
  if (rule === undefined) throw new RangeError("tier must be critical, high, medium or low");
  return rule.halfLifeDays;
}

/** Temporal score: what age leaves of a memory, and what being read gives back. Source: the seed's MemoryScorer. */
import { assertCount, assertFinite, assertUnit } from "./assertions.ts";
import { halfLifeDays, tierOf } from "./tier.ts";

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;
const CONSOLIDATION_RATE = 0.1;

/**
 * exp(−ln 2 / halfLife · age), 0..1: 1 when new, 0.5 after one half-life of the memory's tier.
 * @param importance base importance, 0..1. @param ageMs since it happened; a memory of the future counts as new.
 * @throws TypeError or RangeError for an importance outside 0..1 or an age that is not finite.
 */
export function temporalScore(importance: number, ageMs: number): number {
  assertFinite("ageMs", ageMs);
  const ageDays = Math.max(0, ageMs) / DAY_MS;
  return Math.exp((-Math.LN2 / halfLifeDays(tierOf(importance))) * ageDays);
}

/**
 * score × (1 + 0.1 · ln(1 + accessCount)), at most 1: what is read often stays longer.
 * @throws TypeError or RangeError for a score outside 0..1 or a count that is no whole number >= 0.
 */
export function consolidatedScore(score: number, accessCount: number): number {
  assertUnit("score", score);
  assertCount("accessCount", accessCount);
  return Math.min(1, score * (1 + CONSOLIDATION_RATE * Math.log1p(accessCount)));
}

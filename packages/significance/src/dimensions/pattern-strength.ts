/**
 * Pattern strength: how much the text takes up threads that run through the store. A thread is a term that came up in
 * other episodes; it counts by its rarity (a word that everybody uses is no thread) and more the more episodes it runs through.
 */
import type { ScoringContext } from "../context.ts";
import type { Reading } from "../reading/reading.ts";
import { createTally, type DimensionScore } from "./dimension.ts";
import { placeTerms, type PlacedTerm } from "./placed-term.ts";

const HALF = 2;

export function patternStrength(
  reading: Reading,
  context: ScoringContext,
  terms: readonly PlacedTerm[] = placeTerms(reading, context),
): DimensionScore {
  const tally = createTally();
  for (const { term, stating, facts } of terms) {
    if (stating === undefined || facts === undefined) continue;
    const { otherEpisodes, rarity } = facts;
    tally.add("thread", term, (rarity * otherEpisodes) / (otherEpisodes + 1));
  }
  return tally.toScore(HALF);
}

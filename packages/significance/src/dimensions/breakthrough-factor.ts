/**
 * Breakthrough factor: how far the text leads away from what was talked about around it, and whether somebody says that
 * something became clear. Novelty is the rarity of each distinct term of its statements that the neighbourhood (the 50
 * memories before) does not have.
 */
import type { ScoringContext } from "../context.ts";
import type { Reading, Word } from "../reading/reading.ts";
import { realisationOf } from "../reading/realisation.ts";
import { createTally, type DimensionScore } from "./dimension.ts";
import { placeTerms, type PlacedTerm } from "./placed-term.ts";

const HALF = 6;
const NEIGHBOURHOOD_MEMORIES = 50;
const REALISATION = 1.5;

export function breakthroughFactor(
  reading: Reading,
  context: ScoringContext,
  terms: readonly PlacedTerm[] = placeTerms(reading, context),
): DimensionScore {
  const tally = createTally();
  for (const { term, stating, facts } of terms) {
    if (stating === undefined) continue;
    if (facts === undefined) tally.add("new to the store", term, 1);
    else if (facts.memoriesSince > NEIGHBOURHOOD_MEMORIES) tally.add("new around here", term, facts.rarity);
  }
  for (const { ending, words } of reading.sentences) {
    if (ending === "question") continue;
    let before: Word | undefined;
    for (const word of words) {
      const realisation = realisationOf(word, before);
      if (realisation !== undefined) tally.add("realisation", realisation, REALISATION);
      before = word;
    }
  }
  return tally.toScore(HALF);
}

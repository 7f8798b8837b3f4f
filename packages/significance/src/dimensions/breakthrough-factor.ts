/**
 * Breakthrough factor: how far the text leads away from what was talked about around it, and whether somebody says that
 * something became clear. Novelty is the rarity of each distinct term of its statements that the neighbourhood (the 50
 * memories before) does not have.
 */
import type { ScoringContext } from "../context.ts";
import type { Reading } from "../reading/reading.ts";
import { realisationOf } from "../reading/realisation-words.ts";
import { createTally, type DimensionScore } from "./dimension.ts";

const HALF = 6;
const NEIGHBOURHOOD_MEMORIES = 50;
const REALISATION = 1.5;

export function breakthroughFactor(reading: Reading, context: ScoringContext): DimensionScore {
  const tally = createTally();
  for (const [term, stating] of reading.terms) {
    if (stating === undefined) continue;
    const facts = context.terms.get(term);
    if (facts === undefined) tally.add("new to the store", term, 1);
    else if (facts.memoriesSince > NEIGHBOURHOOD_MEMORIES) tally.add("new around here", term, facts.rarity);
  }
  for (const { ending, words } of reading.sentences) {
    if (ending === "question") continue;
    let before = "";
    for (const { lower } of words) {
      const realisation = realisationOf(lower, before);
      if (realisation !== undefined) tally.add("realisation", realisation, REALISATION);
      before = lower;
    }
  }
  return tally.toScore(HALF);
}

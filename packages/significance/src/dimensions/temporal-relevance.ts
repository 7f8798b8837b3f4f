/**
 * Temporal relevance: how much the text is bound to a time, and how near that time is. Points of time, told events and
 * plans add up; age takes up to half of it, with a half-life of 30 days (that of a memory of medium importance).
 */
import type { ScoringContext } from "../context.ts";
import type { Reading, Word } from "../reading/reading.ts";
import { timeSignOf, type TimeSign } from "../reading/time-signs.ts";
import { DAY_MS } from "../temporal.ts";
import { halfLifeDays } from "../tier.ts";
import { createTally, type DimensionScore } from "./dimension.ts";

const HALF = 1.5;
const WEIGHTS: Readonly<Record<TimeSign, number>> = { point: 1, event: 0.5, plan: 0.5 };
/** What age cannot take. */
const AGELESS_PART = 0.5;

/** @param timestamp when the memory happened, ms since 1970. */
export function temporalRelevance(reading: Reading, timestamp: number, context: ScoringContext): DimensionScore {
  const tally = createTally();
  for (const { ending, words } of reading.sentences) {
    if (ending === "question") continue;
    let before: Word | undefined;
    for (const word of words) {
      const sign = timeSignOf(word, before);
      if (sign === "point")
        tally.add("point of time", before === undefined ? word.text : `${before.lower} ${word.text}`, WEIGHTS.point);
      else if (sign !== undefined) tally.add(sign, word.text, WEIGHTS[sign]);
      before = word;
    }
  }
  const ageDays = Math.max(0, context.now - timestamp) / DAY_MS;
  const recency = 2 ** (-ageDays / halfLifeDays("medium"));
  return tally.toScore(HALF, AGELESS_PART + (1 - AGELESS_PART) * recency);
}

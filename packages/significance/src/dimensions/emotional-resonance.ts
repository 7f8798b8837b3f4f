/**
 * Emotional resonance: how much feeling of the speaker's own the text carries, glad or sad. Words are weighed by the
 * strength of their valence and by their rarity in the store: "great" from people who always say "great" resonates little.
 * Sources: valences, reading/valence.ts; emphasis adds 0.293 (mark) or 0.733 (capitals) to 4 (C. Hutto & E. Gilbert, "VADER", 2014).
 */
import type { ScoringContext } from "../context.ts";
import type { Reading, Sentence } from "../reading/reading.ts";
import { createTally, type DimensionScore } from "./dimension.ts";

const HALF = 0.8;
const EXCLAMATION = 1 + 0.293 / 4;
const CAPITALS = 1 + 0.733 / 4;
/** What is said about oneself counts whole, about others half, to "you" or as a question a quarter (politeness lives there). */
const OWN_VOICE = 1;
const OTHER_VOICE = 0.5;
const ADDRESSED_VOICE = 0.25;

export function emotionalResonance(reading: Reading, context: ScoringContext): DimensionScore {
  const tally = createTally();
  for (const sentence of reading.sentences) {
    const emphasis = voiceOf(sentence) * (sentence.ending === "exclamation" ? EXCLAMATION : 1);
    for (const { kind, text, lower, term, listed } of sentence.words) {
      const { valence } = listed;
      if (valence === 0) continue;
      const rarity = term === undefined ? 1 : (context.terms.get(term)?.rarity ?? 1);
      const capitals = kind === "word" && text.length > 1 && text === text.toUpperCase() ? CAPITALS : 1;
      tally.add(valence > 0 ? "glad word" : "sad word", lower, Math.abs(valence) * rarity * emphasis * capitals);
    }
  }
  return tally.toScore(HALF);
}

function voiceOf({ ending, firstPerson, secondPerson }: Sentence): number {
  if (ending === "question" || (secondPerson && !firstPerson)) return ADDRESSED_VOICE;
  return firstPerson ? OWN_VOICE : OTHER_VOICE;
}

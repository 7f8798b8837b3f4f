/**
 * Knowledge value: how much the text states that could be looked up later. Each distinct term of its statements counts by
 * the square of its rarity (what every memory says is no knowledge), names, numbers and code count more; questions ask
 * for knowledge and give none; words by which things are defined or explained count by themselves.
 */
import type { ScoringContext } from "../context.ts";
import type { Reading } from "../reading/reading.ts";
import { createTally, type DimensionScore, type Tally } from "./dimension.ts";
import { placeTerms, type PlacedTerm } from "./placed-term.ts";

const HALF = 6;
const NAME = 1.5;
const NUMBER = 1.5;
const CODE = 2;
const DEFINITION = 0.5;
const CAPITAL = /^\p{Lu}/u;

export function knowledgeValue(
  reading: Reading,
  context: ScoringContext,
  terms: readonly PlacedTerm[] = placeTerms(reading, context),
): DimensionScore {
  const tally = createTally();
  for (const placed of terms) {
    if (placed.stating?.isIdentifier === false) addTerm(tally, placed, context);
  }
  for (const { ending, words } of reading.sentences) {
    if (ending === "question") continue;
    for (const word of words) {
      if (word.kind === "code" || word.isIdentifier) tally.add("code", word.text, CODE);
      if (word.listed.explains) tally.add("explanation", word.lower, DEFINITION);
    }
  }
  return tally.toScore(HALF);
}

function addTerm(tally: Tally, { term, stating, facts }: PlacedTerm, { people }: ScoringContext): void {
  const { text, lower, opens, hasDigit } = stating!;
  const worth = (facts?.rarity ?? 1) ** 2;
  if (hasDigit) tally.add("number", text, NUMBER * worth);
  // The first word of a sentence is always capitalised, and a partner's name is an address.
  else if (text !== lower && !opens && CAPITAL.test(text) && !people.has(term)) tally.add("name", text, NAME * worth);
  else tally.add(worth === 1 ? "new word" : "rare word", lower, worth);
}

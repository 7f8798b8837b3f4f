/**
 * Knowledge value: how much the text states that could be looked up later. Each distinct term of its statements counts by
 * the square of its rarity (what every memory says is no knowledge), names, numbers and code count more; questions ask
 * for knowledge and give none; words by which things are defined or explained count by themselves.
 */
import type { ScoringContext } from "../context.ts";
import type { Reading, Word } from "../reading/reading.ts";
import { createTally, type DimensionScore, type Tally } from "./dimension.ts";

const HALF = 6;
const NAME = 1.5;
const NUMBER = 1.5;
const CODE = 2;
const DEFINITION = 0.5;
const DEFINING: ReadonlySet<string> = new Set(
  "means meaning called named because therefore defined definition refers consists equals contains requires causes".split(
    " ",
  ),
);
/** An identifier: camelCase (not a name such as McKay or iPhone), snake_case. */
const IDENTIFIER = /^\p{Ll}{2,}\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]/u;
const DIGIT = /\p{N}/u;
const CAPITAL = /^\p{Lu}/u;

export function knowledgeValue(reading: Reading, context: ScoringContext): DimensionScore {
  const tally = createTally();
  for (const [term, word] of reading.terms) {
    if (word !== undefined && !isIdentifier(word)) addTerm(tally, term, { word, context });
  }
  for (const { ending, words } of reading.sentences) {
    if (ending === "question") continue;
    for (const word of words) {
      if (word.kind === "code" || isIdentifier(word)) tally.add("code", word.text, CODE);
      if (DEFINING.has(word.lower)) tally.add("explanation", word.lower, DEFINITION);
    }
  }
  return tally.toScore(HALF);
}

function addTerm(tally: Tally, term: string, place: { readonly word: Word; readonly context: ScoringContext }): void {
  const { text, lower, opens } = place.word;
  const worth = (place.context.terms.get(term)?.rarity ?? 1) ** 2;
  if (DIGIT.test(text)) tally.add("number", text, NUMBER * worth);
  // The first word of a sentence is always capitalised, and a partner's name is an address.
  else if (text !== lower && !opens && CAPITAL.test(text) && !place.context.people.has(term)) {
    tally.add("name", text, NAME * worth);
  } else tally.add(worth === 1 ? "new word" : "rare word", lower, worth);
}

function isIdentifier({ text, lower }: Word): boolean {
  return (text !== lower || text.includes("_")) && IDENTIFIER.test(text);
}

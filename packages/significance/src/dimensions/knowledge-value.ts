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
  for (const { ending, words } of reading.sentences) {
    if (ending === "question") continue;
    for (const [at, word] of words.entries()) addWord(tally, word, { context, opens: at === 0 });
  }
  return tally.toScore(HALF);
}

function addWord(
  tally: Tally,
  { kind, text, lower, term, stated }: Word,
  place: { context: ScoringContext; opens: boolean },
): void {
  if (kind === "code" || IDENTIFIER.test(text)) tally.add("code", text, CODE);
  else if (term !== undefined && stated) {
    const worth = (place.context.terms.get(term)?.rarity ?? 1) ** 2;
    if (DIGIT.test(text)) tally.add("number", text, NUMBER * worth);
    // The first word of a sentence is always capitalised, and a partner's name is an address.
    else if (CAPITAL.test(text) && !place.opens && !place.context.people.has(term))
      tally.add("name", text, NAME * worth);
    else tally.add(worth === 1 ? "new word" : "rare word", lower, worth);
  }
  if (DEFINING.has(lower)) tally.add("explanation", lower, DEFINITION);
}

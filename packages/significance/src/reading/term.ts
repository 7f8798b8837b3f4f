/**
 * Terms: what makes two words the same for the statistics. Source: the S-stemmer (D. Harman, "How Effective Is Suffixing?",
 * JASIS 42, 1991): plurals only; its rule for "es" does what the one for "s" does, and is left out. Deliberately weaker than the
 * index's analysis: rarity asks "has this word been here before?", and what merges too much hides what is new.
 */
import { lookUp, type ListedWord } from "./lexicon.ts";

/** One letter of ours is a label or a slip; one of Chinese is a word, and one digit a number. */
const SINGLE_LETTER = /^[a-z_]?$/;
const APOSTROPHE = 0x27;
const LETTER_A = 0x61;
const LETTER_E = 0x65;
const LETTER_I = 0x69;
const LETTER_S = 0x73;
const LETTER_U = 0x75;
const SHORTEST_PLURAL = 4;

/**
 * The term of a word, or `undefined` for a function word and a single letter.
 * @param lower in lower case with straight apostrophes. @param listed what the lexicon has of it.
 */
export function toTerm(lower: string, listed: ListedWord = lookUp(lower)): string | undefined {
  if (listed.isFunctionWord) return undefined;
  const bare = isPossessive(lower) ? lower.slice(0, -2) : lower;
  if (bare.length < 2 && SINGLE_LETTER.test(bare)) return undefined;
  const term = singular(bare);
  return term !== lower && lookUp(term).isFunctionWord ? undefined : term;
}

function isPossessive(lower: string): boolean {
  const { length } = lower;
  return lower.charCodeAt(length - 1) === LETTER_S && lower.charCodeAt(length - 2) === APOSTROPHE;
}

function singular(word: string): string {
  const { length } = word;
  if (length < SHORTEST_PLURAL || word.charCodeAt(length - 1) !== LETTER_S) return word;
  const [before, third, fourth] = [
    word.charCodeAt(length - 2),
    word.charCodeAt(length - 3),
    word.charCodeAt(length - 4),
  ];
  if (before === LETTER_E && third === LETTER_I && fourth !== LETTER_A && fourth !== LETTER_E) {
    return `${word.slice(0, -3)}y`;
  }
  return before === LETTER_U || before === LETTER_S ? word : word.slice(0, -1);
}

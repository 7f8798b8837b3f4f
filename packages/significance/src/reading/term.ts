/**
 * Terms: what makes two words the same for the statistics. Source: the S-stemmer (D. Harman, "How Effective Is Suffixing?",
 * JASIS 42, 1991): plurals only; its rule for "es" does what the one for "s" does, and is left out. Deliberately weaker than the
 * index's analysis: rarity asks "has this word been here before?", and what merges too much hides what is new.
 */
import { isFunctionWord } from "./function-words.ts";

/** One letter of ours is a label or a slip; one of Chinese is a word, and one digit a number. */
const SINGLE_LETTER = /^[a-z_]?$/;

/**
 * The term of a word, or `undefined` for a function word and a single letter.
 * @param lower in lower case with straight apostrophes.
 */
export function toTerm(lower: string): string | undefined {
  if (isFunctionWord(lower)) return undefined;
  const bare = lower.endsWith("'s") ? lower.slice(0, -2) : lower;
  if (bare.length < 2 && SINGLE_LETTER.test(bare)) return undefined;
  const term = singular(bare);
  return term !== lower && isFunctionWord(term) ? undefined : term;
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith("s")) return word;
  const [before, third, fourth] = [word.at(-2)!, word.at(-3)!, word.at(-4)!];
  if (before === "e" && third === "i" && fourth !== "a" && fourth !== "e") return `${word.slice(0, -3)}y`;
  return before === "u" || before === "s" ? word : word.slice(0, -1);
}

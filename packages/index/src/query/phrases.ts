/**
 * Phrases: words that stand side by side, as `toWords` cuts them: stop words count, capitals, accents, marks and possessive
 * endings do not. Source of the search: Knuth, Morris, Pratt, "Fast pattern matching in strings", 1977, so that no text is slow.
 */
import { toWords } from "../analysis/words.ts";

/** @returns whether the words of the phrase stand in the text, in a row. A phrase without words stands in every text. */
export function phraseMatches(text: string, phrase: string): boolean {
  return createPhraseTest(phrase)(toWords(text));
}

/** The same for many texts, whose words are given. */
export function createPhraseTest(phrase: string): (words: readonly string[]) => boolean {
  const sought = toWords(phrase);
  const borders = findBorders(sought);
  return (words) => {
    let matched = 0;
    for (const word of words) {
      if (matched === sought.length) break;
      while (matched > 0 && word !== sought[matched]) matched = borders[matched - 1]!;
      if (word === sought[matched]) matched++;
    }
    return matched === sought.length;
  };
}

/** Per place: how many of the words up to it are also the first words. */
function findBorders(words: readonly string[]): number[] {
  const borders: number[] = [];
  let length = 0;
  for (const [at, word] of words.entries()) {
    while (length > 0 && word !== words[length]) length = borders[length - 1]!;
    if (at > 0 && word === words[length]) length++;
    borders.push(length);
  }
  return borders;
}

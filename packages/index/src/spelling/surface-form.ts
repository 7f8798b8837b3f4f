/**
 * Surface form: how a memory writes a term. Terms are stems ("restaur"), which read badly as suggestions, and the index keeps no
 * other form of them: the word is read out of a memory that holds the term, which costs one posting and one text.
 */
import type { Analyzer } from "../analysis/terms.ts";
import { toWords } from "../analysis/words.ts";

/** @returns the first word of the text that has the term, in small letters; `undefined` when none has. */
export function surfaceForm(text: string, term: string, analyzer: Analyzer): string | undefined {
  return toWords(text).find((word) => analyzer.term(word) === term);
}

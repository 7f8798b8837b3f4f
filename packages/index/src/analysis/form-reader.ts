/**
 * Form reader: which terms does a surface form stand for, and what does it promise about time? The slow half of the term
 * table. ASCII words are read as bytes, without making a string; the rest is read as text, by the code that reads questions.
 * Invariant (tested): the terms are those that `createAnalyzer` finds in the form, before it asks for stop words only.
 */
import { isAsciiForm, isPlainWord, possessiveStart, SMALL_LETTERS } from "./byte-words.ts";
import { stemPorter2Bytes } from "./porter2.ts";
import { appendTerm, type TermBuffer } from "./term-buffer.ts";
import type { TermDictionary } from "./term-dictionary.ts";
import { toBytes, toText } from "./text-bytes.ts";
import { detached, MAX_TERM_CHARACTERS, toTerm } from "./terms.ts";
import { timeCue } from "./time-expressions.ts";
import { createWordFacts, type WordFacts } from "./word-facts.ts";
import { toWords } from "./words.ts";

const WORDS_KEPT = 20_000;
const NO_TERM = -1;

/** Reads forms into the ids of one dictionary. */
export interface FormReader {
  /** Appends the term ids of a form to `into`. @returns its cue about time, see `timeCue`. */
  read(form: Uint8Array, into: TermBuffer): number;
}

export function createFormReader(dictionary: TermDictionary): FormReader {
  let facts: WordFacts | undefined;
  const letters = new Uint8Array(MAX_TERM_CHARACTERS);

  function readAsciiWord(form: Uint8Array, into: TermBuffer): number {
    // Takes milliseconds: a process that reads no text does without.
    facts ??= createWordFacts();
    const length = Math.min(possessiveStart(form), MAX_TERM_CHARACTERS);
    for (let i = 0; i < length; i++) letters[i] = SMALL_LETTERS[form[i]!]!;
    const fact = facts.find(letters, length);
    if (!facts.isStopWord(fact)) {
      const irregular = facts.irregularStem(fact);
      const id =
        irregular === undefined
          ? dictionary.toId(letters, stemPorter2Bytes(letters, length))
          : dictionary.toId(irregular, irregular.length);
      appendTerm(into, id);
    }
    return isPlainWord(form) ? facts.cue(fact) : timeCue(toText(form));
  }

  /** Words outside ASCII that were met, with their ids; scripts without spaces have few words, and never the same stretch. */
  const words = new Map<string, number>();

  function readText(text: string, into: TermBuffer): number {
    for (const word of toWords(text)) {
      const id = words.get(word) ?? learn(word);
      if (id !== NO_TERM) appendTerm(into, id);
    }
    return timeCue(text);
  }

  function learn(word: string): number {
    const term = toTerm(word);
    const id = term === undefined ? NO_TERM : toIdOf(term, dictionary);
    if (words.size === WORDS_KEPT) words.clear();
    if (word.length <= MAX_TERM_CHARACTERS) words.set(detached(word), id);
    return id;
  }

  return { read: (form, into) => (isAsciiForm(form) ? readAsciiWord(form, into) : readText(toText(form), into)) };
}

/** The id of a term that is a string. */
export function toIdOf(term: string, dictionary: TermDictionary): number {
  const bytes = toBytes(term);
  return dictionary.toId(bytes, bytes.length);
}

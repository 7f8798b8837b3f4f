/**
 * Terms: what a word becomes before it meets the index. Stop words go, irregular forms go to their base, English words go
 * to their Porter2 stem. A text that holds nothing but stop words keeps them, so that "to be or not to be" can be found.
 */
import { IRREGULAR_FORMS } from "./irregular-forms.ts";
import { stemPorter2 } from "./porter2.ts";
import { STOPWORDS } from "./stopwords.ts";
import { toWords } from "./words.ts";

/** Terms are cut here, and a character before it where that would halve one of two code units. */
export const MAX_TERM_CHARACTERS = 64;
const LAST_UNIT = 0xffff;
const SLICED_FROM_CHARACTERS = 13;
const CACHE_ENTRIES = 100_000;

/** Turns words into terms, remembering the stems of words that it has met. */
export interface Analyzer {
  /** The index terms of a text, in order and with repetitions. */
  terms(text: string): string[];
  /** The term of one word as `toWords` returns it, or `undefined` for a stop word. */
  term(word: string): string | undefined;
}

/** @returns an analyser with a stem cache of its own, bounded to 100,000 words. */
export function createAnalyzer(): Analyzer {
  const cache = new Map<string, string | undefined>();

  function term(whole: string): string | undefined {
    const word = cut(whole);
    const known = cache.get(word);
    if (known !== undefined || cache.has(word)) return known;
    const found = toTerm(word);
    // Dropping everything at the bound is rare and cheap; an LRU would cost more on each word than it saves.
    if (cache.size >= CACHE_ENTRIES) cache.clear();
    cache.set(detached(word), found);
    return found;
  }

  function terms(text: string): string[] {
    const words = toWords(text);
    const kept: string[] = [];
    for (const word of words) {
      const found = term(word);
      if (found !== undefined) kept.push(found);
    }
    return kept.length > 0 ? kept : words.map(toVerbatimTerm);
  }

  return { terms, term };
}

/** The term of one word as `toWords` returns it, or `undefined` for a stop word; every call does the whole work. */
export function toTerm(whole: string): string | undefined {
  const word = cut(whole);
  return STOPWORDS.has(word) ? undefined : detached(stemPorter2(IRREGULAR_FORMS.get(word) ?? word));
}

/** The term of a word in a text that holds nothing but stop words: the word itself. */
export function toVerbatimTerm(word: string): string {
  return detached(cut(word));
}

function cut(word: string): string {
  if (word.length <= MAX_TERM_CHARACTERS) return word;
  const splitsPair = word.codePointAt(MAX_TERM_CHARACTERS - 1)! > LAST_UNIT;
  return word.slice(0, splitsPair ? MAX_TERM_CHARACTERS - 1 : MAX_TERM_CHARACTERS);
}

/**
 * A copy that stands alone. V8 keeps the whole text alive behind a slice of 13 or more characters, so a cached or indexed
 * slice of a megabyte would hold the megabyte (measured: 1,500 words held 147 MB).
 */
export function detached(word: string): string {
  return word.length < SLICED_FROM_CHARACTERS ? word : Buffer.from(word, "utf16le").toString("utf16le");
}

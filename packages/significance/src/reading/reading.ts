/**
 * A text as the dimensions read it: sentences of words, in one pass. Linear in the length of the text.
 *
 * Invariants: at most the first 16,384 characters are read, so that scoring costs the same whatever is saved; a reading
 * depends on the text alone.
 */
import { LISTED_WORDS, lookUp, NOT_LISTED, type ListedWord } from "./lexicon.ts";
import { toTerm } from "./term.ts";
import type { Voice } from "./voice.ts";

/** Characters that are read of a text. */
export const READ_CHARACTERS = 16_384;

/**
 * A link, a code span, a word (letters, digits, inner apostrophes and hyphens, numbers with their separators and currency),
 * the end of a sentence, or a pictograph. Each alternative begins with other characters, so nothing is scanned twice.
 */
const TOKEN =
  /https?:\/\/[^\s]+|`[^`\n]{1,200}`|[$£€¥]?[\p{L}\p{N}_]+(?:['-][\p{L}\p{N}_]+|[.,:]\p{N}+)*|[.!?\n]+|\p{Extended_Pictographic}/gu;
const ENDS_SENTENCE = /^[.!?\n]/;
const CODE = /^(?:`|https?:\/\/)/;
const PICTOGRAPH = /^(?![\p{L}\p{N}_$£€¥])/u;
const DIGIT = /\p{N}/u;
/** An identifier: camelCase (not a name such as McKay or iPhone), snake_case. */
const IDENTIFIER = /^\p{Ll}{2,}\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]/u;
const LETTER_A = 0x41;
const BACKTICK = 0x60;
const LETTER_H = 0x68;
const LETTER_Z = 0x7a;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const UNDERSCORE = 0x5f;
const LAST_ASCII = 0x7f;

/** "word": any with letters or digits. "code": a link or a code span. "pictograph": an emoji. */
type WordKind = "word" | "code" | "pictograph";

export interface Word {
  readonly kind: WordKind;
  /** As it was written, with straight apostrophes. */
  readonly text: string;
  readonly lower: string;
  /** What the statistics count; `undefined` for function words, code and pictographs. */
  readonly term: string | undefined;
  /** Of personal pronouns. */
  readonly voice: Voice | undefined;
  /** Whether it is the first of its sentence. */
  readonly opens: boolean;
  /** What the lexicon has of it. */
  readonly listed: ListedWord;
  readonly hasDigit: boolean;
  /** camelCase or snake_case. */
  readonly isIdentifier: boolean;
  /** Whether its term says what somebody is to somebody. */
  readonly isPerson: boolean;
}

export interface Sentence {
  readonly words: readonly Word[];
  readonly ending: "statement" | "question" | "exclamation";
  /** Whether it says "I" or "we" in any form. */
  readonly firstPerson: boolean;
  /** Whether it says "you" in any form. */
  readonly secondPerson: boolean;
}

export interface Reading {
  readonly sentences: readonly Sentence[];
  /**
   * The distinct terms of the whole text, in their order, each with the word that states it: the first outside questions.
   * What is said twice is stated once, what is only asked not at all.
   */
  readonly terms: ReadonlyMap<string, Word | undefined>;
}

/** Reads a text. @throws TypeError when it is no string. */
export function readText(text: string): Reading {
  if (typeof text !== "string") throw new TypeError("text must be a string");
  const sentences: Sentence[] = [];
  let words: Word[] = [];
  for (const token of text.slice(0, READ_CHARACTERS).replaceAll("’", "'").match(TOKEN) ?? []) {
    const word = toWord(token, words.length === 0);
    if (word !== undefined) words.push(word);
    else if (words.length > 0) {
      sentences.push(toSentence(words, token));
      words = [];
    }
  }
  if (words.length > 0) sentences.push(toSentence(words, ""));
  return { sentences, terms: termsOf(sentences) };
}

/** The reading that a memory brings, or its text read now. */
export function readingOf(memory: { readonly text: string; readonly reading?: Reading | undefined }): Reading {
  return memory.reading ?? readText(memory.text);
}

/** `undefined` for the end of a sentence. */
function toWord(token: string, opens: boolean): Word | undefined {
  const listed = lookUp(token);
  if (listed !== NOT_LISTED && !opens) return LISTED[listed.number];
  const first = token.charCodeAt(0);
  if (first < LETTER_A || first > LETTER_Z || first === BACKTICK || first === LETTER_H) {
    if (ENDS_SENTENCE.test(token)) return undefined;
    const kind = CODE.test(token) ? "code" : PICTOGRAPH.test(token) ? "pictograph" : "word";
    if (kind !== "word") return notWord(kind, token, { listed, opens });
  }
  return readWord(token, listed, opens);
}

/** @param asWritten what the lexicon has of the word as it is written. */
function readWord(text: string, asWritten: ListedWord, opens: boolean): Word {
  const lower = text.toLowerCase();
  const listed = lower === text ? asWritten : lookUp(lower);
  const term = toTerm(lower, listed);
  const { hasDigit, hasUnderscore } = spellingOf(text);
  return {
    kind: "word",
    text,
    lower,
    term,
    voice: term === undefined ? listed.voice : undefined,
    opens,
    listed,
    hasDigit,
    isIdentifier: (hasUnderscore || text !== lower) && IDENTIFIER.test(text),
    isPerson: term !== undefined && (term === lower ? listed : lookUp(term)).isPerson,
  };
}

function spellingOf(text: string): { hasDigit: boolean; hasUnderscore: boolean } {
  let [hasDigit, hasUnderscore] = [false, false];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > LAST_ASCII) return { hasDigit: DIGIT.test(text), hasUnderscore: text.includes("_") };
    if (code === UNDERSCORE) hasUnderscore = true;
    else if (code >= DIGIT_0 && code <= DIGIT_9) hasDigit = true;
  }
  return { hasDigit, hasUnderscore };
}

/** A link, a code span or a pictograph. Fields in the order of `readWord`, so that all words have one shape. */
function notWord(kind: WordKind, text: string, { listed, opens }: Pick<Word, "listed" | "opens">): Word {
  return {
    kind,
    text,
    lower: text,
    term: undefined,
    voice: undefined,
    opens,
    listed,
    hasDigit: false,
    isIdentifier: false,
    isPerson: false,
  };
}

/** The entries of the lexicon as they stand inside a sentence, in lower case: half the words of a text, so they are made once. */
const LISTED: readonly Word[] = LISTED_WORDS.map((listed) =>
  PICTOGRAPH.test(listed.word)
    ? notWord("pictograph", listed.word, { listed, opens: false })
    : readWord(listed.word, listed, false),
);

function toSentence(words: readonly Word[], mark: string): Sentence {
  const ending = mark.includes("?") ? "question" : mark.includes("!") ? "exclamation" : "statement";
  let [firstPerson, secondPerson] = [false, false];
  for (const { voice } of words) {
    if (voice === "you") secondPerson = true;
    else if (voice !== undefined) firstPerson = true;
  }
  return { words, ending, firstPerson, secondPerson };
}

function termsOf(sentences: readonly Sentence[]): Map<string, Word | undefined> {
  const terms = new Map<string, Word | undefined>();
  for (const { words, ending } of sentences) {
    const asks = ending === "question";
    for (const word of words) {
      const { term } = word;
      if (term === undefined) continue;
      if (asks ? !terms.has(term) : terms.get(term) === undefined) terms.set(term, asks ? undefined : word);
    }
  }
  return terms;
}

/**
 * A text as the dimensions read it: sentences of words, in one pass. Linear in the length of the text.
 *
 * Invariants: at most the first 16,384 characters are read, so that scoring costs the same whatever is saved; a reading
 * depends on the text alone.
 */
import { toTerm } from "./term.ts";
import { voiceOf, type Voice } from "./voice.ts";

/** Characters that are read of a text. */
export const READ_CHARACTERS = 16_384;

/**
 * A link, a code span, a word (letters, digits, inner apostrophes and hyphens, numbers with their separators and currency),
 * the end of a sentence, or a pictograph. Each alternative begins with other characters, so nothing is scanned twice.
 */
const TOKEN =
  /https?:\/\/[^\s]+|`[^`\n]{1,200}`|[$£€¥]?[\p{L}\p{N}_]+(?:['’-][\p{L}\p{N}_]+|[.,:]\p{N}+)*|[.!?\n]+|\p{Extended_Pictographic}/gu;
const ENDS_SENTENCE = /^[.!?\n]/;
const CODE = /^(?:`|https?:\/\/)/;
const PICTOGRAPH = /^(?![\p{L}\p{N}_$£€¥])/u;
const LETTER_A = 0x41;
const LETTER_Z = 0x7a;

/** "word": any with letters or digits. "code": a link or a code span. "pictograph": an emoji. */
type WordKind = "word" | "code" | "pictograph";

export interface Word {
  readonly kind: WordKind;
  /** As it was written. */
  readonly text: string;
  /** In lower case, with straight apostrophes. */
  readonly lower: string;
  /** What the statistics count; `undefined` for function words, code and pictographs. */
  readonly term: string | undefined;
  /** Of personal pronouns. */
  readonly voice: Voice | undefined;
  /** Whether it is the first word with its term outside questions: what is said twice is stated once. */
  stated: boolean;
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
  /** The distinct terms of the whole text, in their order. */
  readonly terms: ReadonlySet<string>;
}

/** Reads a text. @throws TypeError when it is no string. */
export function readText(text: string): Reading {
  if (typeof text !== "string") throw new TypeError("text must be a string");
  const sentences: Sentence[] = [];
  let words: Word[] = [];
  for (const token of text.slice(0, READ_CHARACTERS).match(TOKEN) ?? []) {
    const word = toWord(token);
    if (word !== undefined) words.push(word);
    else if (words.length > 0) {
      sentences.push(toSentence(words, token));
      words = [];
    }
  }
  if (words.length > 0) sentences.push(toSentence(words, ""));
  return { sentences, terms: termsOf(sentences) };
}

/** `undefined` for the end of a sentence. */
function toWord(token: string): Word | undefined {
  const first = token.charCodeAt(0);
  const plain = first >= LETTER_A && first <= LETTER_Z && !token.includes("://") && !token.startsWith("`");
  if (!plain) {
    if (ENDS_SENTENCE.test(token)) return undefined;
    const kind = CODE.test(token) ? "code" : PICTOGRAPH.test(token) ? "pictograph" : "word";
    if (kind !== "word") return { kind, text: token, lower: token, term: undefined, voice: undefined, stated: false };
  }
  const lower = token.toLowerCase().replaceAll("’", "'");
  const term = toTerm(lower);
  return {
    kind: "word",
    text: token,
    lower,
    term,
    voice: term === undefined ? voiceOf(lower) : undefined,
    stated: false,
  };
}

function toSentence(words: readonly Word[], mark: string): Sentence {
  const ending = mark.includes("?") ? "question" : mark.includes("!") ? "exclamation" : "statement";
  let [firstPerson, secondPerson] = [false, false];
  for (const { voice } of words) {
    if (voice === "you") secondPerson = true;
    else if (voice !== undefined) firstPerson = true;
  }
  return { words, ending, firstPerson, secondPerson };
}

/** The distinct terms, in order; marks the words that state one first. */
function termsOf(sentences: readonly Sentence[]): Set<string> {
  const terms = new Set<string>();
  const stated = new Set<string>();
  for (const { words, ending } of sentences) {
    for (const word of words) {
      if (word.term === undefined) continue;
      terms.add(word.term);
      if (ending === "question" || stated.has(word.term)) continue;
      stated.add(word.term);
      word.stated = true;
    }
  }
  return terms;
}

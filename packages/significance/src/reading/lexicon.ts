/**
 * Lexicon: what all lists say of a word, in one entry, so that the reading looks each word up once and no dimension does again.
 * Invariant: a word that stands in no list has the one empty entry.
 */
import { EXPLAINING_WORDS } from "./explaining-words.ts";
import { FUNCTION_WORDS } from "./function-words.ts";
import { PEOPLE_WORDS } from "./people-words.ts";
import { REALISATION_FIRSTS, REALISATION_WORDS } from "./realisation-words.ts";
import { TIME_LISTS, TIME_POINTERS, type TimeList } from "./time-words.ts";
import { VALENCES } from "./valence.ts";
import { VOICES, type Voice } from "./voice.ts";

/** What the lists say of a word in lower case, or of a pictograph. */
export interface ListedWord {
  /** Itself; "" for what is in no list. */
  readonly word: string;
  /** From 0; −1 for what is in no list. */
  readonly number: number;
  readonly isFunctionWord: boolean;
  /** Of personal pronouns. */
  readonly voice: Voice | undefined;
  /** −1 (worst) to 1 (best); 0 for what carries no feeling. */
  readonly valence: number;
  readonly time: TimeList | undefined;
  /** Whether it makes a point of time of the span behind it. */
  readonly pointsToTime: boolean;
  /** Whether it says by itself that something became clear. */
  readonly realises: boolean;
  /** The words behind which it does. */
  readonly realisesBehind: readonly string[];
  readonly explains: boolean;
  /** Whether it says what somebody is to somebody; asked of terms. */
  readonly isPerson: boolean;
}

export const NOT_LISTED: ListedWord = {
  word: "",
  number: -1,
  isFunctionWord: false,
  voice: undefined,
  valence: 0,
  time: undefined,
  pointsToTime: false,
  realises: false,
  realisesBehind: [],
  explains: false,
  isPerson: false,
};

const LEXICON: ReadonlyMap<string, ListedWord> = createLexicon();
export const LISTED_WORDS: readonly ListedWord[] = [...LEXICON.values()];

/** One bit for each word: half the words of a text are in no list, and most of those are known by it without a look at the lexicon. */
const MARKS = 65_536;
const marked = markAll();

/** @param lower a word in lower case with straight apostrophes, a term, or a pictograph. */
export function lookUp(lower: string): ListedWord {
  const mark = markOf(lower);
  if ((marked[mark >> 3]! & (1 << (mark & 7))) === 0) return NOT_LISTED;
  return LEXICON.get(lower) ?? NOT_LISTED;
}

/** A number below MARKS for what a word begins and ends with, and its length. */
function markOf(word: string): number {
  const { length } = word;
  let mark = length;
  if (length > 0) mark = mark * 31 + word.charCodeAt(0);
  if (length > 1) mark = mark * 31 + word.charCodeAt(1);
  if (length > 2) mark = (mark * 31 + word.charCodeAt(2)) * 31 + word.charCodeAt(length - 1);
  return mark & (MARKS - 1);
}

function markAll(): Uint8Array {
  const bits = new Uint8Array(MARKS / 8);
  for (const word of LEXICON.keys()) {
    const mark = markOf(word);
    bits[mark >> 3]! |= 1 << (mark & 7);
  }
  return bits;
}

function createLexicon(): Map<string, ListedWord> {
  const lexicon = new Map<string, ListedWord>();
  const note = (word: string, facts: Partial<ListedWord>): void => {
    lexicon.set(word, { ...(lexicon.get(word) ?? { ...NOT_LISTED, word, number: lexicon.size }), ...facts });
  };
  for (const [word, valence] of VALENCES) note(word, { valence });
  for (const word of FUNCTION_WORDS) note(word, { isFunctionWord: true });
  for (const word of PEOPLE_WORDS) note(word, { isPerson: true });
  for (const word of EXPLAINING_WORDS) note(word, { explains: true });
  for (const word of REALISATION_WORDS) note(word, { realises: true });
  for (const [word, realisesBehind] of REALISATION_FIRSTS) note(word, { realisesBehind });
  for (const [word, voice] of VOICES) note(word, { voice });
  for (const [word, time] of TIME_LISTS) note(word, { time });
  for (const word of TIME_POINTERS) note(word, { pointsToTime: true });
  return lexicon;
}

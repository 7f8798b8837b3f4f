/**
 * The Porter2 stemmer (English Snowball): brings the forms of one English word to one stem.
 * Source: M. Porter, "The English (Porter2) stemming algorithm", snowballstem.org/algorithms/english/stemmer.html. Where
 * that page has moved on since, we follow the form which the npm package `snowball-stemmers` 0.6.0 carries (the oracle of
 * our tests). A stem is written into indexes: another form would be another analyser version.
 * The steps live in porter2/: word.ts (letters and regions), steps.ts (the steps in order), suffix-rules.ts (steps 2 to 4),
 * exceptions.ts (words with a stem of their own).
 *
 * Invariants: the stem depends on the argument alone; every step changes only the end of the word, so a stem is a prefix
 * of the word (a leading apostrophe aside) plus at most a few new letters; a word outside a-z and apostrophe is
 * returned as it came.
 */
import { applySteps } from "./porter2/steps.ts";
import { createWordBuffer, loadBytes, loadText, smallLetterAt, type WordBuffer } from "./porter2/word.ts";

/** Words longer than this get a buffer of their own, so that one monster token does not pin memory. */
const SCRATCH_LETTERS = 128;

/**
 * The Porter2 stem of a lower-case English word. Words of one or two letters, and words with a character other than a-z
 * or a straight apostrophe (digits, capitals, accents), are returned unchanged. Linear in the length of the word.
 *
 * @example stemPorter2("relational") // "relat"
 */
export const stemPorter2: (word: string) => string = createTextStemmer();

/**
 * The same for a word in bytes, its first `length`: the stem is put in its place.
 * @returns the length of the stem, which is never longer than the word.
 */
export const stemPorter2Bytes: (bytes: Uint8Array, length: number) => number = createByteStemmer();

/**
 * The closure holds the one scratch buffer. It is no hidden state: every call loads it from its own argument before it
 * reads it, and stemming never yields in between, so no call can see the letters of another.
 */
function createTextStemmer(): (word: string) => string {
  const scratch = createWordBuffer(SCRATCH_LETTERS);

  return function stemPorter2(text: string): string {
    if (text.length <= 2) return text;
    const word = text.length <= SCRATCH_LETTERS ? scratch : createWordBuffer(text.length);
    if (loadText(word, text) === "foreign") return text;
    applySteps(word);
    return toStem(word, text);
  };
}

function createByteStemmer(): (bytes: Uint8Array, length: number) => number {
  const scratch = createWordBuffer(SCRATCH_LETTERS);

  return function stemPorter2Bytes(bytes: Uint8Array, length: number): number {
    if (length <= 2) return length;
    const word = length <= SCRATCH_LETTERS ? scratch : createWordBuffer(length);
    if (loadBytes(word, bytes, length) === "foreign") return length;
    applySteps(word);
    for (let i = 0; i < word.length; i++) bytes[i] = smallLetterAt(word, i);
    return word.length;
  };
}

/** Cuts the stem out of the text, and adds only the letters which differ: cheaper than building a string anew. */
function toStem(word: WordBuffer, text: string): string {
  const { letters, length, skipped } = word;
  let kept = word.untouched;
  while (kept < length && letters[kept] === text.charCodeAt(skipped + kept)) kept++;
  let stem = text.slice(skipped, skipped + kept);
  for (let i = kept; i < length; i++) stem += String.fromCharCode(letters[i]!);
  return stem;
}

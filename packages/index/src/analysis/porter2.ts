/**
 * The Porter2 stemmer (English Snowball): brings the forms of one English word to one stem.
 * Source: M. Porter, "The English (Porter2) stemming algorithm", snowballstem.org/algorithms/english/stemmer.html. Where
 * that page has moved on since, we follow the form which the npm package `snowball-stemmers` 0.6.0 carries (the oracle of
 * our tests). A stem is written into indexes: another form would be another analyser version.
 * The steps live in porter2/: word.ts (letters and regions), steps.ts (the steps in order), suffix-rules.ts (steps 2 to 4).
 *
 * Invariants: the stem depends on the argument alone; every step changes only the end of the word, so a stem is a prefix
 * of the word (a leading apostrophe aside) plus at most a few new letters; a word outside a-z and apostrophe is
 * returned as it came.
 */
import { applySteps } from "./porter2/steps.ts";
import { createWordBuffer, loadWord, type WordBuffer } from "./porter2/word.ts";

/** Words longer than this get a buffer of their own, so that one monster token does not pin memory. */
const SCRATCH_LETTERS = 128;
const LONGEST_EXCEPTION = 6;

/** Whole words with a stem of their own: some the steps would get wrong, some they must not touch. Source: `exception1`. */
const EXCEPTIONAL_STEMS: ReadonlyMap<string, string> = new Map([
  ["skis", "ski"],
  ["skies", "sky"],
  ["dying", "die"],
  ["lying", "lie"],
  ["tying", "tie"],
  ["idly", "idl"],
  ["gently", "gentl"],
  ["ugly", "ugli"],
  ["early", "earli"],
  ["only", "onli"],
  ["singly", "singl"],
  ["sky", "sky"],
  ["news", "news"],
  ["howe", "howe"],
  ["atlas", "atlas"],
  ["cosmos", "cosmos"],
  ["bias", "bias"],
  ["andes", "andes"],
]);

/**
 * The Porter2 stem of a lower-case English word. Words of one or two letters, and words with a character other than a-z
 * or a straight apostrophe (digits, capitals, accents), are returned unchanged. Linear in the length of the word.
 *
 * @example stemPorter2("relational") // "relat"
 */
export const stemPorter2: (word: string) => string = createPorter2Stemmer();

/**
 * The closure holds the one scratch buffer. It is no hidden state: every call loads it from its own argument before it
 * reads it, and stemming never yields in between, so no call can see the letters of another.
 */
function createPorter2Stemmer(): (word: string) => string {
  const scratch = createWordBuffer(SCRATCH_LETTERS);

  return function stemPorter2(text: string): string {
    if (text.length <= 2) return text;
    if (text.length <= LONGEST_EXCEPTION) {
      const exceptional = EXCEPTIONAL_STEMS.get(text);
      if (exceptional !== undefined) return exceptional;
    }
    const word = text.length <= SCRATCH_LETTERS ? scratch : createWordBuffer(text.length);
    if (loadWord(word, text) === "foreign") return text;
    applySteps(word);
    return toStem(word, text);
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

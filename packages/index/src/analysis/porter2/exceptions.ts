/**
 * Words that Porter2 treats as wholes: stems of their own, and words which are done after step 1a.
 * Source: snowballstem.org/algorithms/english/stemmer.html, `exception1` and `exception2`.
 */
import { endsWith, letterAt, replaceEnd, type WordBuffer } from "./word.ts";

/** Some the steps would get wrong, some they must not touch. */
const STEMS_OF_THEIR_OWN: Readonly<Record<string, string>> = {
  skis: "ski",
  skies: "sky",
  dying: "die",
  lying: "lie",
  tying: "tie",
  idly: "idl",
  gently: "gentl",
  ugly: "ugli",
  early: "earli",
  only: "onli",
  singly: "singl",
  sky: "sky",
  news: "news",
  howe: "howe",
  atlas: "atlas",
  cosmos: "cosmos",
  bias: "bias",
  andes: "andes",
};
const LONGEST = 6;
/** The same by the length of the word. */
const BY_LENGTH: readonly (readonly (readonly [word: string, stem: string])[])[] = Array.from(
  { length: LONGEST + 1 },
  (_, length) => Object.entries(STEMS_OF_THEIR_OWN).filter(([whole]) => whole.length === length),
);
const DONE_AFTER_1A = "inning outing canning herring earring proceed exceed succeed".split(" ");

const LOWER_D = 100;
const LOWER_G = 103;

/** Puts the stem in place of a word that has one of its own, and says whether it did. */
export function applyException(word: WordBuffer): boolean {
  const { length, skipped } = word;
  if (length > LONGEST || skipped > 0) return false;
  for (const [whole, stem] of BY_LENGTH[length]!) {
    if (!endsWith(word, whole)) continue;
    replaceEnd(word, length, stem);
    return true;
  }
  return false;
}

/** Is the word one that no step after 1a may touch? */
export function isFinishedAfter1a(word: WordBuffer): boolean {
  if (word.length < 6 || word.length > 7) return false;
  const last = letterAt(word, word.length - 1);
  if (last !== LOWER_G && last !== LOWER_D) return false;
  return DONE_AFTER_1A.some((whole) => whole.length === word.length && endsWith(word, whole));
}

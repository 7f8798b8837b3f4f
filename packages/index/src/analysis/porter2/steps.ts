/**
 * The steps of Porter2 in their order; steps 2 to 4 are tables and live in suffix-rules.ts.
 * Source: snowballstem.org/algorithms/english/stemmer.html, steps 0, 1a, 1b, 1c and 5.
 *
 * Invariant: within a step the longest ending which matches decides, even when its condition then forbids the change.
 */
import { applyException, isFinishedAfter1a } from "./exceptions.ts";
import { dropSuffix, simplifyDerivation, simplifyFurther } from "./suffix-rules.ts";
import {
  APOSTROPHE,
  CONSONANT_Y,
  LOWER_Y,
  endsWith,
  endsWithDouble,
  hasShortSyllableBefore,
  hasVowelBefore,
  isVowelAt,
  letterAt,
  replaceEnd,
  type WordBuffer,
} from "./word.ts";

const LOWER_D = 100;
const LOWER_E = 101;
const LOWER_G = 103;
const LOWER_L = 108;
const LOWER_S = 115;

/** Runs every step on the loaded word, in place. */
export function applySteps(word: WordBuffer): void {
  if (applyException(word)) return;
  dropPossessive(word);
  reducePlural(word);
  if (isFinishedAfter1a(word)) return;
  reducePastAndGerund(word);
  softenFinalY(word);
  simplifyDerivation(word);
  simplifyFurther(word);
  dropSuffix(word);
  dropFinalLetter(word);
}

/** Step 0: drops 's' or 's or ' from the end. */
function dropPossessive(word: WordBuffer): void {
  const { length } = word;
  if (length < 2) return;
  if (letterAt(word, length - 1) !== APOSTROPHE && letterAt(word, length - 2) !== APOSTROPHE) return;
  if (endsWith(word, "'s'")) replaceEnd(word, 3, "");
  else if (endsWith(word, "'s")) replaceEnd(word, 2, "");
  else if (endsWith(word, "'")) replaceEnd(word, 1, "");
}

/** Step 1a: sses, ied, ies, s. */
function reducePlural(word: WordBuffer): void {
  const { length } = word;
  if (length < 2) return;
  const last = letterAt(word, length - 1);
  if (last !== LOWER_S && last !== LOWER_D) return;
  if (endsWith(word, "ied") || endsWith(word, "ies")) {
    replaceEnd(word, 3, length > 4 ? "i" : "ie"); // "cries" to "cri", but "ties" to "tie"
  } else if (last === LOWER_D || endsWith(word, "us") || endsWith(word, "ss")) {
    return;
  } else if (endsWith(word, "sses")) {
    replaceEnd(word, 2, "");
  } else if (hasVowelBefore(word, length - 2)) {
    replaceEnd(word, 1, ""); // "gaps" to "gap", but "gas" stays: the vowel right before the s does not count
  }
}

/** Step 1b: eed, eedly, ed, edly, ing, ingly. */
function reducePastAndGerund(word: WordBuffer): void {
  const ending = pastOrGerundLetters(word);
  if (ending === 0) return;
  const start = word.length - ending;
  if (endsWith(word, "eed") || endsWith(word, "eedly")) {
    if (start >= word.r1) replaceEnd(word, ending, "ee");
  } else if (hasVowelBefore(word, start)) {
    replaceEnd(word, ending, "");
    mendStem(word);
  }
}

/** The length of the ending step 1b would take; 0 if there is none. */
function pastOrGerundLetters(word: WordBuffer): number {
  if (word.length < 2) return 0;
  const last = letterAt(word, word.length - 1);
  if (last === LOWER_D) return endsWith(word, "eed") ? 3 : endsWith(word, "ed") ? 2 : 0;
  if (last === LOWER_G) return endsWith(word, "ing") ? 3 : 0;
  if (last !== LOWER_Y) return 0;
  return endsWith(word, "eedly") || endsWith(word, "ingly") ? 5 : endsWith(word, "edly") ? 4 : 0;
}

/** The end of step 1b: gives back an e ("hoping" to "hope") or takes a doubled letter away ("hopping" to "hop"). */
function mendStem(word: WordBuffer): void {
  if (endsWith(word, "at") || endsWith(word, "bl") || endsWith(word, "iz")) replaceEnd(word, 0, "e");
  else if (endsWithDouble(word)) replaceEnd(word, 1, "");
  else if (word.length === word.r1 && hasShortSyllableBefore(word, word.length)) replaceEnd(word, 0, "e");
}

/** Step 1c: a final y behind a consonant becomes i ("cry" to "cri"), but not in "by" or "say". */
function softenFinalY(word: WordBuffer): void {
  if (word.length <= 2) return;
  const last = letterAt(word, word.length - 1);
  if (last !== LOWER_Y && last !== CONSONANT_Y) return;
  if (!isVowelAt(word, word.length - 2)) replaceEnd(word, 1, "i");
}

/** Step 5: drops a final e, and the second l of a final ll. */
function dropFinalLetter(word: WordBuffer): void {
  if (word.length === 0) return;
  const end = word.length - 1;
  const last = letterAt(word, end);
  if (last === LOWER_E) {
    if (end >= word.r2 || (end >= word.r1 && !hasShortSyllableBefore(word, end))) replaceEnd(word, 1, "");
  } else if (last === LOWER_L) {
    if (end >= word.r2 && letterAt(word, end - 1) === LOWER_L) replaceEnd(word, 1, "");
  }
}

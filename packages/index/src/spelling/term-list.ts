/**
 * Term list: the terms that may be suggested, as letters in one array. Bounded: when it is full, the rarer half is dropped, so
 * the commonest of all terms that were offered are always among those kept.
 */
import { letterSet, type Letters } from "./edit-distance.ts";

/** A term, and how many documents hold it. */
export type TermCount = readonly [term: string, documents: number];

/** Ordinals are 0 to `size`, in the order of the terms. */
export interface TermList {
  readonly size: number;
  /** A view; do not change it. */
  lettersOf(ordinal: number): Letters;
  /** See `letterSet`. */
  letterSetOf(ordinal: number): number;
  termOf(ordinal: number): string;
  documentsOf(ordinal: number): number;
}

const LEAST_LETTERS = 3;
/** Nobody mistypes longer words; stems of more letters are ids and hashes. */
export const MAX_LETTERS = 32;
const HAS_DIGIT = /\p{N}/u;

/** Takes the terms of three to 32 letters without a digit, at most `maxTerms` of them. */
export function createTermList(terms: Iterable<TermCount>, maxTerms: number): TermList {
  let kept: TermCount[] = [];
  for (const entry of terms) {
    if (!isSuggestible(entry[0])) continue;
    if (kept.length === maxTerms) kept = commonerHalf(kept);
    kept.push(entry);
  }
  const starts = new Int32Array(kept.length + 1);
  for (const [at, [term]] of kept.entries()) starts[at + 1] = starts[at]! + term.length;
  const letters = new Uint16Array(starts[kept.length]!);
  for (const [at, [term]] of kept.entries()) {
    for (let i = 0; i < term.length; i++) letters[starts[at]! + i] = term.charCodeAt(i);
  }
  const documents = Float64Array.from(kept, ([, count]) => count);
  const lettersOf = (ordinal: number): Uint16Array => letters.subarray(starts[ordinal], starts[ordinal + 1]);
  const letterSets = Int32Array.from(kept, (_, ordinal) => letterSet(lettersOf(ordinal)));
  return {
    size: kept.length,
    lettersOf,
    letterSetOf: (ordinal) => letterSets[ordinal]!,
    termOf: (ordinal) => String.fromCharCode(...lettersOf(ordinal)),
    documentsOf: (ordinal) => documents[ordinal]!,
  };
}

function isSuggestible(term: string): boolean {
  return term.length >= LEAST_LETTERS && term.length <= MAX_LETTERS && !HAS_DIGIT.test(term);
}

/** In their order; of equal ones the first. */
function commonerHalf(terms: readonly TermCount[]): TermCount[] {
  const ranked = Array.from(terms.keys()).toSorted((a, b) => terms[b]![1] - terms[a]![1]);
  const half = ranked.slice(0, terms.length >>> 1).toSorted((a, b) => a - b);
  return half.map((at) => terms[at]!);
}

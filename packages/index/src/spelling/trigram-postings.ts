/**
 * Trigram postings: which terms share runs of three letters with a word. A word of n letters has n + 1 trigrams: two marks stand
 * before it and one behind. Trigrams are filed in buckets by their hash, so a count may be too large and is never too small.
 *
 * Invariant: each term stands once in each of its buckets, in the order of ordinals.
 */
import type { Letters } from "./edit-distance.ts";
import type { TermList } from "./term-list.ts";

const BUCKET_BITS = 15;
const BUCKETS = 2 ** BUCKET_BITS;
/** Odd, and close to 2³² divided by the golden ratio. Source: D. Knuth, TAOCP 3, §6.4. */
const SPREAD = 0x9e3779b1;
/** Marks before and behind a word: no letters. */
const BEFORE = 1;
const BEHIND = 2;

export interface TrigramPostings {
  /**
   * Calls `visit` for each term that holds at least `least` (1 or more) of the trigrams of a word; a trigram that the word has
   * twice counts twice.
   */
  sharing(letters: Letters, least: number, visit: (ordinal: number) => void): void;
}

export function createTrigramPostings(terms: TermList): TrigramPostings {
  const starts = new Int32Array(BUCKETS + 1);
  eachPosting(terms, (bucket) => void starts[bucket + 1]!++);
  for (let bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const ordinals = new Int32Array(starts[BUCKETS]!);
  const ends = starts.slice();
  eachPosting(terms, (bucket, ordinal) => {
    ordinals[ends[bucket]!++] = ordinal;
  });
  const counts = new Uint8Array(terms.size);
  return {
    sharing(letters, least, visit) {
      const met: number[] = [];
      for (let i = 0; i <= letters.length; i++) {
        const bucket = bucketAt(letters, i);
        for (let at = starts[bucket]!; at < starts[bucket + 1]!; at++) {
          const ordinal = ordinals[at]!;
          if (++counts[ordinal]! === least) met.push(ordinal);
        }
      }
      counts.fill(0);
      for (const ordinal of met) visit(ordinal);
    },
  };
}

function eachPosting(terms: TermList, visit: (bucket: number, ordinal: number) => void): void {
  const lastIn = new Int32Array(BUCKETS).fill(-1);
  for (let ordinal = 0; ordinal < terms.size; ordinal++) {
    const letters = terms.lettersOf(ordinal);
    for (let i = 0; i <= letters.length; i++) {
      const bucket = bucketAt(letters, i);
      if (lastIn[bucket] === ordinal) continue;
      lastIn[bucket] = ordinal;
      visit(bucket, ordinal);
    }
  }
}

/** The bucket of the trigram whose last letter is at `end`, 0 to the length of the word. */
function bucketAt(letters: Letters, end: number): number {
  const first = end < 2 ? BEFORE : letters[end - 2]!;
  const second = end < 1 ? BEFORE : letters[end - 1]!;
  const third = letters[end] ?? BEHIND;
  let hash = Math.imul(first, SPREAD);
  hash = Math.imul(hash ^ (hash >>> 15) ^ second, SPREAD);
  hash = Math.imul(hash ^ (hash >>> 15) ^ third, SPREAD);
  return hash >>> (32 - BUCKET_BITS);
}

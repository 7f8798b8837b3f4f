/**
 * Postings: for each term, the ordinals of the documents that hold it and how often, in ascending order.
 * One growing Uint32Array per term holds pairs [ordinal, frequency].
 */

/** The list of one term; `pairs` is valid below `length` (two numbers an entry). */
export interface Postings {
  pairs: Uint32Array;
  length: number;
}

const FIRST_NUMBERS = 4;

/** Appends an entry. Invariant: ordinals come in ascending order. */
export function appendPosting(postings: Postings, ordinal: number, frequency: number): void {
  if (postings.length === postings.pairs.length) {
    const larger = new Uint32Array(postings.length * 2);
    larger.set(postings.pairs);
    postings.pairs = larger;
  }
  postings.pairs[postings.length++] = ordinal;
  postings.pairs[postings.length++] = frequency;
}

export function createPostings(): Postings {
  return { pairs: new Uint32Array(FIRST_NUMBERS), length: 0 };
}

/** How often the term stands in the document: 0 when it does not. O(log n). */
export function frequencyIn(postings: Postings, ordinal: number): number {
  const { pairs } = postings;
  let low = 0;
  let high = postings.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = pairs[middle * 2]!;
    if (found === ordinal) return pairs[middle * 2 + 1]!;
    if (found < ordinal) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}

/** Terms in the order of their UTF-8 bytes, which is the order of dictionaries. */
import type { TermTable } from "../analysis/term-table.ts";

const SURROGATE = /[\ud800-\udfff]/;

/** Names with their numbers and bytes, sorted. */
export interface SortedTerm {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/** @param termOf gives the text of each id. */
export function sortedTerms(ids: readonly number[], termOf: TermTable["termOf"]): SortedTerm[] {
  const terms = ids.map((id) => ({ id, text: termOf(id) }));
  // The order of UTF-16 units is that of UTF-8 bytes but for surrogates, and comparing strings is the cheaper of the two.
  if (!terms.some(({ text }) => SURROGATE.test(text))) terms.sort((a, b) => (a.text < b.text ? -1 : 1));
  const sorted = terms.map(({ id, text }) => ({ id, bytes: Buffer.from(text) }));
  const isSorted = sorted.every(({ bytes }, at) => at === 0 || Buffer.compare(sorted[at - 1]!.bytes, bytes) < 0);
  return isSorted ? sorted : sorted.toSorted((a, b) => Buffer.compare(a.bytes, b.bytes));
}

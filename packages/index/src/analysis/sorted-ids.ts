/**
 * Term ids in the order of the UTF-8 bytes of their terms. All ids are kept in order, so that a large build sorts only the terms that
 * are new; a small one sorts its own. Invariant: ids are dense from 0, and a term never changes.
 */

/** Terms as bytes: term `id` is `text` from `starts[id]` to `starts[id + 1]`. */
export interface TermBytes {
  readonly text: Uint8Array;
  readonly starts: Int32Array;
  readonly size: number;
}

/** Sorting an id costs as much as passing over so many. */
const PASSED_FOR_SORTED = 16;

/** @param terms gives the terms as they are now. @returns a function that sorts ids, each of them there once. */
export function createIdSorter(terms: () => TermBytes): (ids: readonly number[]) => Int32Array {
  let all: Int32Array = new Int32Array();

  function catchUp(known: TermBytes): void {
    if (all.length === known.size) return;
    const fresh = Int32Array.from({ length: known.size - all.length }, (_, at) => all.length + at);
    all = mergeSorted(all, sortByBytes(fresh, known), known);
  }

  return (ids) => {
    const known = terms();
    if (ids.length * PASSED_FOR_SORTED < known.size) return sortByBytes(Int32Array.from(ids), known);
    catchUp(known);
    const isAsked = new Uint8Array(known.size);
    for (const id of ids) isAsked[id] = 1;
    const sorted = new Int32Array(ids.length);
    let count = 0;
    for (const id of all) if (isAsked[id] === 1) sorted[count++] = id;
    return sorted;
  };
}

function sortByBytes(ids: Int32Array, terms: TermBytes): Int32Array {
  return ids.sort((a, b) => compare(terms, a, b));
}

function mergeSorted(a: Int32Array, b: Int32Array, terms: TermBytes): Int32Array {
  const merged = new Int32Array(a.length + b.length);
  let [inA, inB] = [0, 0];
  for (let at = 0; at < merged.length; at++) {
    const isA = inB === b.length || (inA < a.length && compare(terms, a[inA]!, b[inB]!) < 0);
    merged[at] = isA ? a[inA++]! : b[inB++]!;
  }
  return merged;
}

function compare({ text, starts }: TermBytes, a: number, b: number): number {
  const [endA, endB] = [starts[a + 1]!, starts[b + 1]!];
  let atA = starts[a]!;
  let atB = starts[b]!;
  while (atA < endA && atB < endB) {
    const difference = text[atA++]! - text[atB++]!;
    if (difference !== 0) return difference;
  }
  return endA - atA - (endB - atB);
}

/**
 * Row filter: says at once that no complete row segment holds a key. Without it a look-up would probe the table of every segment that
 * waits to be sealed, and each probe is a cache miss. A Bloom filter in blocks of one word, so that a key costs one cache miss, with
 * the key's own bits as hashes: ids and fingerprints are random. Source: Putze et al., Cache-, Hash- and Space-Efficient Bloom Filters, 2009.
 * Invariant: a key that was added is never denied.
 */
import type { KeyWords } from "./key-chains.ts";
import type { Segment } from "./segment.ts";

export interface RowFilter {
  add(segment: Segment): void;
  mayHold(words: KeyWords): boolean;
  /** Starts anew with these segments, when most of what it knows is sealed. */
  settle(segments: readonly Segment[]): void;
}

/** 2 MiB: with 500,000 waiting rows of two keys, one look-up in forty asks in vain. */
const WORDS: number = 2 ** 19;
const WORD_MASK: number = WORDS - 1;

export function createRowFilter(): RowFilter {
  let filter: Int32Array | undefined;
  let added = 0;

  function add(segment: Segment): void {
    if (segment.forEachKey === undefined) return;
    // A log that writes little never pays for it.
    const words = (filter ??= new Int32Array(WORDS));
    added++;
    segment.forEachKey((high, low) => {
      words[high & WORD_MASK]! |= bitsOf(low);
    });
  }

  return {
    add,
    mayHold([high, low]) {
      const bits = bitsOf(low);
      return filter !== undefined && (filter[high & WORD_MASK]! & bits) === bits;
    },
    settle(segments) {
      if (filter === undefined || added < 2 * segments.length) return;
      filter.fill(0);
      added = 0;
      for (const segment of segments) add(segment);
    },
  };
}

/** Two bits of a word. */
function bitsOf(low: number): number {
  return (1 << (low & 31)) | (1 << ((low >>> 5) & 31));
}

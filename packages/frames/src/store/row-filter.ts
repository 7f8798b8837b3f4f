/**
 * Row filter: says at once that no complete row segment holds a key. Without it a look-up would probe the table of every segment that
 * waits to be sealed, and each probe is a cache miss. A Bloom filter with the key's own bits as hashes: ids and fingerprints are random.
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

/** 2 MiB: with 500,000 waiting rows of two keys, one look-up in a hundred asks in vain. */
const BITS: number = 2 ** 24;
const MASK: number = BITS - 1;

export function createRowFilter(): RowFilter {
  let bits: Uint32Array | undefined;
  let added = 0;

  const set = (at: number): void => {
    bits![at >>> 5]! |= 1 << (at & 31);
  };
  const isSet = (at: number): boolean => (bits![at >>> 5]! & (1 << (at & 31))) !== 0;

  function add(segment: Segment): void {
    if (segment.forEachKey === undefined) return;
    // A log that writes little never pays for it.
    bits ??= new Uint32Array(BITS / 32);
    added++;
    segment.forEachKey((high, low) => {
      set(high & MASK);
      set(low & MASK);
    });
  }

  return {
    add,
    mayHold: (words) => bits !== undefined && isSet(words[0] & MASK) && isSet(words[1] & MASK),
    settle(segments) {
      if (bits === undefined || added < 2 * segments.length) return;
      bits.fill(0);
      added = 0;
      for (const segment of segments) add(segment);
    },
  };
}

/**
 * Row filter: says at once that no complete row segment holds a key. Without it a look-up would probe the table of every segment that
 * waits to be sealed, and each probe is a cache miss. A Bloom filter in blocks of one word, so that a key costs one cache miss, with
 * the key's own bits as hashes: ids and fingerprints are random. Source: Putze et al., Cache-, Hash- and Space-Efficient Bloom Filters, 2009.
 * It learns a segment's keys when it is asked, one segment a question: a log in which nobody looks for them never pays.
 * Invariant: a key that was added is never denied.
 */
import type { KeyKind, KeyWords } from "./key-chains.ts";
import type { Segment } from "./segment.ts";

export interface RowFilter {
  add(segment: Segment): void;
  mayHold(words: KeyWords): boolean;
  /** Forgets all but these segments: at once those it has not learned yet, the others when they are most of what it knows. */
  settle(segments: readonly Segment[]): void;
}

/** 2 MiB: with a million waiting rows, one look-up in forty asks in vain. */
const WORDS: number = 2 ** 19;
const WORD_MASK: number = WORDS - 1;

/** @param kind the keys that it knows. */
export function createRowFilter(kind: KeyKind): RowFilter {
  let filter: Int32Array | undefined;
  let learned = 0;
  let unlearned: Segment[] = [];

  function learn(segment: Segment): void {
    const words = (filter ??= new Int32Array(WORDS));
    learned++;
    segment.forEachKey?.(kind, (high, low) => {
      words[high & WORD_MASK]! |= bitsOf(low);
    });
  }

  return {
    add(segment) {
      if (segment.forEachKey !== undefined) unlearned.push(segment);
    },
    mayHold([high, low]) {
      if (unlearned.length > 0) {
        learn(unlearned.shift()!);
        if (unlearned.length > 0) return true;
      }
      const bits = bitsOf(low);
      return filter !== undefined && (filter[high & WORD_MASK]! & bits) === bits;
    },
    settle(segments) {
      unlearned = unlearned.filter((segment) => segments.includes(segment));
      const known = segments.length - unlearned.length;
      if (filter === undefined || learned < 2 * known || learned === 0) return;
      filter.fill(0);
      learned = 0;
      unlearned = [...segments];
    },
  };
}

/** Two bits of a word. */
function bitsOf(low: number): number {
  return (1 << (low & 31)) | (1 << ((low >>> 5) & 31));
}

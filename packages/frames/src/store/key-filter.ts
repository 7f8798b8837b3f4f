/**
 * Key filter: says at once that no older segment holds a key. Without it a look-up would probe a table or filter of every segment,
 * each a cache miss, and saving would cost more the more was saved. A Bloom filter in blocks of one word, so that a key costs one
 * cache miss. Source: Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007).
 * It grows by levels, each with up to twice the room of the one before (Almeida et al., "Scalable Bloom Filters", 2007): 2 to 4 bytes a key.
 * It learns the keys of a segment when look-ups have cost about as much as learning it will: who looks up little never pays.
 * Invariant: a key of a segment that was learned is never denied; those that were not learned have to be asked.
 */
import { keyOf } from "../sealed/keys.ts";
import type { KeyKind, KeyWords } from "./key-chains.ts";
import type { Segment } from "./segment.ts";

export interface KeyFilter {
  /** Says which segments there are now, ascending; none of them grows any more. */
  become(segments: readonly Segment[]): void;
  /** Says, before `become`, that a segment will stand where others were, and holds no keys but theirs. */
  willReplace(replaced: readonly Segment[], by: Segment): void;
  /** The segments that may hold a key, ascending. */
  holdersOf(words: KeyWords): readonly Segment[];
}

/** 1 MiB in the first level. */
const FIRST_WORDS: number = 2 ** 18;
/** A key has bits to choose among so many. */
const MOST_WORDS: number = 2 ** 22;
/** Two bits of a word for each: one look-up in forty asks all in vain. */
const KEYS_PER_WORD = 2;
/** How many keys are learned in the time that a look-up takes to ask a segment in vain. */
const KEYS_PER_QUESTION = 8;
/** So many keys of segments that are gone are borne before all is learned anew. */
const SPARE_KEYS: number = FIRST_WORDS * KEYS_PER_WORD;

/** @param kind the keys that it knows. */
export function createKeyFilter(kind: KeyKind): KeyFilter {
  let keys = createGrowingBloom();
  let segments: readonly Segment[] = [];
  let unlearned: readonly Segment[] = [];
  const learned = new Set<Segment>();
  /** Their keys cannot be read. They are asked, and say so. */
  const damaged = new WeakSet<Segment>();
  /** Keys that the look-ups so far have earned. */
  let earned = 0;

  function learn(segment: Segment): void {
    try {
      segment.forEachKey(kind, (key) => keys.add(key));
      learned.add(segment);
    } catch {
      damaged.add(segment);
    }
  }

  function learnNext(): void {
    earned += KEYS_PER_QUESTION;
    const next = unlearned.findLast((segment) => !damaged.has(segment));
    if (next === undefined || earned < framesOf([next])) return;
    earned = 0;
    learn(next);
    unlearned = segments.filter((segment) => !learned.has(segment));
  }

  return {
    become(next) {
      segments = next;
      if (keys.count > 2 * framesOf(next) + SPARE_KEYS) {
        keys = createGrowingBloom();
        learned.clear();
      }
      unlearned = next.filter((segment) => !learned.has(segment));
    },
    willReplace(replaced, by) {
      const strange = replaced.filter((segment) => !learned.has(segment));
      // A few that are not known yet are learned now: their keys may lie in memory, those of `by` on disk.
      if (2 * framesOf(strange) <= framesOf(replaced)) strange.forEach(learn);
      if (replaced.every((segment) => learned.has(segment))) learned.add(by);
      for (const segment of replaced) learned.delete(segment);
    },
    holdersOf([high, low]) {
      if (unlearned.length > 0) learnNext();
      return keys.mayHold(keyOf(high, low)) ? segments : unlearned;
    },
  };
}

/** At most: frames may be lost. */
function framesOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { firstSeq, lastSeq }) => sum + lastSeq - firstSeq + 1, 0);
}

interface GrowingBloom {
  readonly count: number;
  add(key: number): void;
  mayHold(key: number): boolean;
}

/** @returns a filter of 32-bit keys that are spread evenly; it takes memory with the first key. */
function createGrowingBloom(): GrowingBloom {
  /** From the smallest to the one that is filled now. */
  const levels: Int32Array[] = [];
  let count = 0;
  let room = 0;
  return {
    get count() {
      return count;
    },
    add(key) {
      if (room === 0) {
        const words = Math.min(MOST_WORDS, FIRST_WORDS * 2 ** levels.length);
        levels.push(new Int32Array(words));
        room = words * KEYS_PER_WORD;
      }
      room--;
      count++;
      const level = levels.at(-1)!;
      level[wordAt(level, key)]! |= bitsOf(key);
    },
    mayHold(key) {
      const bits = bitsOf(key);
      for (let at = levels.length - 1; at >= 0; at--) {
        const level = levels[at]!;
        if ((level[wordAt(level, key)]! & bits) === bits) return true;
      }
      return false;
    },
  };
}

/** By the key's upper bits, since the lower ones choose the bits of the word. */
function wordAt(level: Int32Array, key: number): number {
  return (key >>> 10) & (level.length - 1);
}

function bitsOf(key: number): number {
  return (1 << (key & 31)) | (1 << ((key >>> 5) & 31));
}

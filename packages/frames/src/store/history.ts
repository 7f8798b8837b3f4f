/**
 * History: the segments of a store in order, as one sequence of frames. Segments are replaced as they are sealed and merged;
 * what a reader sees never changes by that.
 * Invariant: segments are in ascending order of seq and do not overlap.
 */
import type { RawFrame } from "../raw-frame.ts";
import { wordsOfBytes, wordsOfHex, type KeyWords } from "./key-chains.ts";
import { createKeyFilter } from "./key-filter.ts";
import type { Segment } from "./segment.ts";

export interface History {
  readonly segments: readonly Segment[];
  /** The newest planned seq; 0 in an empty store. */
  readonly lastSeq: number;
  /** Adds the newest segment. */
  push(segment: Segment): void;
  /** Puts a segment where no other is. */
  insert(segment: Segment): void;
  /** Puts one segment where others were, which it stands for, and lets their files go. */
  replace(replaced: readonly Segment[], by: Segment): void;
  segmentOf(seq: number): Segment | undefined;
  frame(seq: number): RawFrame | undefined;
  /** Seqs of the frames with an id, newest first. */
  withId(id: string): Iterable<number>;
  /** Seqs of the frames with a fingerprint, newest first. */
  withFingerprint(fingerprint: Uint8Array): Iterable<number>;
  /** Keeps the history from closing until the function it gives is called. */
  hold(): () => void;
  /** Lets all files go, once nobody holds the history. */
  close(): void;
}

const NONE: readonly number[] = [];

/** An id or a fingerprint. */
type Key = string | Uint8Array;

export function createHistory(initial: readonly Segment[]): History {
  let segments: readonly Segment[] = [];
  /** They know the keys of all segments but the newest, which may still grow. */
  const ids = createKeyFilter("id");
  const fingerprints = createKeyFilter("fingerprint");
  const become = (next: readonly Segment[]): void => {
    segments = next;
    const older = next.slice(0, -1);
    ids.become(older);
    fingerprints.become(older);
  };
  become([...initial]);
  let holders = 1;
  let isClosed = false;

  function release(): void {
    if (--holders > 0) return;
    for (const segment of segments) segment.release();
    become([]);
  }

  /**
   * What was found in the newest segment that has any, then in those before it. They are looked up anew each time: whoever iterates
   * may come back after some were replaced, and their files closed.
   */
  function* newestFirst(
    found: { readonly seqs: readonly number[]; readonly firstSeq: number },
    key: Key,
    words: KeyWords,
  ): Generator<number, void, undefined> {
    yield* found.seqs;
    for (let before = found.firstSeq; ;) {
      const segment = segments.findLast(({ firstSeq }) => firstSeq < before);
      if (segment === undefined) return;
      for (const seq of seqsIn(segment, key, words)) if (seq < before) yield seq;
      before = segment.firstSeq;
    }
  }

  /** Most look-ups of a fingerprint find nothing: they ask the newest segment and the filter of all others. */
  function lookUp(key: Key, words: KeyWords): Iterable<number> {
    const newest = segments.at(-1);
    if (newest === undefined) return NONE;
    const newestSeqs = seqsIn(newest, key, words);
    if (newestSeqs.length > 0) return newestFirst({ seqs: newestSeqs, firstSeq: newest.firstSeq }, key, words);
    const holders = (typeof key === "string" ? ids : fingerprints).holdersOf(words);
    for (let at = holders.length - 1; at >= 0; at--) {
      const { firstSeq } = holders[at]!;
      const seqs = seqsIn(holders[at]!, key, words);
      if (seqs.length > 0) return newestFirst({ seqs, firstSeq }, key, words);
    }
    return NONE;
  }

  function segmentOf(seq: number): Segment | undefined {
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (segments[middle]!.firstSeq <= seq) low = middle;
      else high = middle - 1;
    }
    const found = segments[low];
    return found !== undefined && found.firstSeq <= seq && seq <= found.lastSeq ? found : undefined;
  }

  return {
    get segments() {
      return segments;
    },
    get lastSeq() {
      return segments.at(-1)?.lastSeq ?? 0;
    },
    push(segment) {
      become([...segments, segment]);
    },
    insert(segment) {
      const at = segments.findIndex(({ firstSeq }) => firstSeq > segment.lastSeq);
      become(at < 0 ? [...segments, segment] : [...segments.slice(0, at), segment, ...segments.slice(at)]);
    },
    replace(replaced, by) {
      const at = segments.indexOf(replaced[0]!);
      if (at < 0 || !replaced.every((segment, offset) => segments[at + offset] === segment)) {
        throw new Error("Invariant: replaced segments must be neighbours in the history");
      }
      ids.willReplace(replaced, by);
      fingerprints.willReplace(replaced, by);
      become([...segments.slice(0, at), by, ...segments.slice(at + replaced.length)]);
      for (const segment of replaced) segment.release();
    },
    segmentOf,
    frame: (seq) => segmentOf(seq)?.frame(seq),
    withId: (id) => lookUp(id, wordsOfHex(id)),
    withFingerprint: (fingerprint) => lookUp(fingerprint, wordsOfBytes(fingerprint)),
    hold() {
      holders++;
      return release;
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      release();
    },
  };
}

/** Seqs in one segment, newest first. A function for each look-up would cost as much as the look-up. */
function seqsIn(segment: Segment, key: Key, words: KeyWords): readonly number[] {
  return typeof key === "string" ? segment.withId(key, words) : segment.withFingerprint(key, words);
}

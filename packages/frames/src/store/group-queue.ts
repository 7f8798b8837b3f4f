/**
 * Group queue: rows that wait for the disk, gathered in commit groups. Rows are encoded straight into the memory that is written.
 * Invariants: groups leave in the order of seq; a group is contiguous in one segment; its first row is marked as such.
 */
import { ID_AT } from "../row/format.ts";
import { encodeSegmentHeader } from "../row/row-header.ts";
import { rowBytes, writeRow } from "../row/writer.ts";
import type { RawFrame } from "../raw-frame.ts";
import { createArenaPool, createBatch, type Batch } from "./batch.ts";
import { wordAt } from "./key-chains.ts";
import { ROWS_BEGIN, type RowSegment } from "./row-segment.ts";

const NO_BYTES = new Uint8Array(0);

export interface GroupQueue {
  /** Newest queued seq. */
  readonly lastSeq: number;
  /** Bytes that are queued or on their way. */
  readonly queuedBytes: number;
  readonly isEmpty: boolean;
  /** Gives a frame, whose seq must be the next one, its place at the end of a segment. */
  add(frame: RawFrame, segment: RowSegment): Batch;
  /** The next group to commit; it counts as queued until `done`. */
  take(): Batch | undefined;
  /** The group that was taken is committed; its memory is used again. */
  done(batch: Batch): void;
  /** The group that holds a seq, whether it waits or is on its way. */
  find(seq: number): Batch | undefined;
  /** Empties the queue. @returns all groups, the one on its way included. */
  drop(): Batch[];
}

/** @param onPlanned is told of each new segment when its first row is placed. */
export function createGroupQueue(lastCommitted: number, onPlanned: (segment: RowSegment) => void): GroupQueue {
  const waiting: Batch[] = [];
  const arenas = createArenaPool();
  const placed = createScratch();
  let taken: Batch | undefined;
  let lastSeq = lastCommitted;
  let queuedBytes = 0;

  function batchFor(segment: RowSegment, sizeBytes: number): Batch {
    const newest = waiting.at(-1);
    if (newest?.segment === segment && newest.usedBytes + sizeBytes <= newest.arena.length) return newest;
    const isNew = segment.endOffset === 0;
    const arena = arenas.take(sizeBytes + (isNew ? ROWS_BEGIN : 0));
    const batch = createBatch({ segment, offset: segment.endOffset, firstSeq: lastSeq + 1, arena });
    if (isNew) begin(batch);
    waiting.push(batch);
    return batch;
  }

  /** The header of a new segment goes out in one write with its first rows. */
  function begin(batch: Batch): void {
    const { name, firstSeq, createdAt } = batch.segment;
    const nonce = Buffer.from(name.nonce, "hex");
    batch.arena.set(encodeSegmentHeader({ number: name.number, firstSeq, createdAt, nonce }));
    batch.usedBytes = batch.segment.reserve(ROWS_BEGIN) + ROWS_BEGIN;
    queuedBytes += ROWS_BEGIN;
    onPlanned(batch.segment);
  }

  const all = (): Batch[] => (taken === undefined ? [...waiting] : [taken, ...waiting]);

  return {
    get lastSeq() {
      return lastSeq;
    },
    get queuedBytes() {
      return queuedBytes;
    },
    get isEmpty() {
      return waiting.length === 0;
    },
    add(frame, segment) {
      const batch = batchFor(segment, rowBytes(frame));
      const at = batch.usedBytes;
      placed.into = batch.arena;
      placed.at = at;
      placed.isGroupStart = batch.lastSeq < batch.firstSeq;
      placed.nonceCrc = segment.nonceCrc;
      const sizeBytes = writeRow(frame, placed);
      placed.seq = frame.seq;
      placed.sizeBytes = sizeBytes;
      placed.offset = segment.reserve(sizeBytes);
      setWords(placed.id, batch.arena, at + ID_AT);
      placed.fingerprint = frame.fingerprint === undefined ? undefined : placed.words;
      if (frame.fingerprint !== undefined) setWords(placed.words, frame.fingerprint, 0);
      segment.add(placed);
      placed.into = NO_BYTES; // memory of one large row would live on
      batch.usedBytes += sizeBytes;
      batch.lastSeq = lastSeq = frame.seq;
      queuedBytes += sizeBytes;
      return batch;
    },
    take() {
      taken = waiting.shift();
      return taken;
    },
    done(batch) {
      taken = undefined;
      queuedBytes -= batch.usedBytes;
      arenas.give(batch.arena);
    },
    find: (seq) => all().find((batch) => seq >= batch.firstSeq && seq <= batch.lastSeq),
    drop() {
      const dropped = all();
      waiting.length = 0;
      taken = undefined;
      queuedBytes = 0;
      return dropped;
    },
  };
}

/** What is told of each row to its writer and to its segment, which copies it: one object for all, or each save would make two. */
interface Scratch {
  into: Uint8Array;
  at: number;
  isGroupStart: boolean;
  nonceCrc: number;
  seq: number;
  offset: number;
  sizeBytes: number;
  readonly id: [number, number];
  fingerprint: [number, number] | undefined;
  /** Those of a fingerprint, when there is one. */
  readonly words: [number, number];
}

function createScratch(): Scratch {
  return {
    into: NO_BYTES,
    at: 0,
    isGroupStart: false,
    nonceCrc: 0,
    seq: 0,
    offset: 0,
    sizeBytes: 0,
    id: [0, 0],
    fingerprint: undefined,
    words: [0, 0],
  };
}

function setWords(words: [number, number], bytes: Uint8Array, at: number): void {
  words[0] = wordAt(bytes, at);
  words[1] = wordAt(bytes, at + 4);
}

/**
 * Columns: the frames of a chunk field by field, which deflates better than frame by frame (log-notes §3).
 * Layout: docs/format/sealed.md §Columns.
 * Invariant: decoded columns account for every byte: the ends ascend, and the last content ends where the chunk's columns end.
 */
import { MAX_TIMESTAMP_MS } from "../entry/format.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { CHUNK_HAS_PLAIN_TIMES } from "./format.ts";
import { fromZigzag, readInt64, readVarints, toZigzag, writeInt64, writeVarint } from "./numbers.ts";

/** The columns of a chunk in the making; only the first `count` items of each count. */
export interface ColumnInput {
  readonly seqs: Float64Array;
  readonly times: Float64Array;
  /** Kind and flags of each frame. */
  readonly kinds: Uint8Array;
  readonly metadataLengths: Uint32Array;
  readonly contentLengths: Uint32Array;
}

/** The columns of a chunk, one item a frame. */
export interface Columns {
  /** All bytes; metadata and contents lie in them. */
  readonly bytes: Uint8Array;
  readonly seqs: Float64Array;
  readonly times: Float64Array;
  /** Kind and flags of each frame. */
  readonly kinds: Uint8Array;
  readonly metadataAt: number;
  readonly metadataEnds: Float64Array;
  readonly contentAt: number;
  readonly contentEnds: Float64Array;
}

/** Why bytes are not the columns of a chunk. */
export type ColumnFault = "bad-varint" | "bad-seq" | "bad-time" | "bad-length";

/** Writes all columns before metadata and content; returns the offset behind them, at most MAX_COLUMN_BYTES a frame. */
export function writeColumns(input: ColumnInput, header: ChunkHeader, into: Buffer): number {
  const { count } = header;
  const { seqs, times, metadataLengths, contentLengths } = input;
  let at = 0;
  for (let slot = 1; slot < count; slot++) {
    at = writeVarint(into, (seqs[slot] ?? 0) - (seqs[slot - 1] ?? 0) - 1, at);
  }
  let previous = header.firstTime;
  const isPlain = (header.flags & CHUNK_HAS_PLAIN_TIMES) !== 0;
  for (let slot = 0; slot < count; slot++) {
    const time = times[slot] ?? 0;
    if (isPlain) writeInt64(into, time, at);
    at = isPlain ? at + 8 : writeVarint(into, toZigzag(time - previous), at);
    previous = time;
  }
  into.set(input.kinds.subarray(0, count), at);
  at += count;
  for (let slot = 0; slot < count; slot++) at = writeVarint(into, metadataLengths[slot] ?? 0, at);
  for (let slot = 0; slot < count; slot++) at = writeVarint(into, contentLengths[slot] ?? 0, at);
  return at;
}

/** The columns before metadata and content. */
export interface HeadColumns extends Pick<Columns, "seqs" | "times" | "kinds"> {
  readonly numbers: Float64Array;
  /** Offset behind the kinds. */
  readonly end: number;
}

/** Decodes columns; the result keeps views of `bytes`, which may end within the contents. */
export function decodeColumns(bytes: Uint8Array, header: ChunkHeader): Columns | ColumnFault {
  const { count } = header;
  const heads = decodeHeads(bytes, header);
  if (typeof heads === "string") return heads;
  const { seqs, times, kinds, numbers } = heads;
  const metadataEnds = numbers.subarray(2 * count, 3 * count);
  const contentEnds = numbers.subarray(3 * count);
  const lengthsAt = readVarints(bytes, heads.end, metadataEnds);
  const metadataAt = lengthsAt < 0 ? -1 : readVarints(bytes, lengthsAt, contentEnds);
  if (metadataAt < 0) return "bad-varint";
  const contentAt = addUp(metadataEnds, metadataAt);
  if (addUp(contentEnds, contentAt) !== header.rawBytes) return "bad-length";
  if (header.rawBytes - contentAt !== header.contentBytes) return "bad-length";
  return { bytes, seqs, times, kinds, metadataAt, metadataEnds, contentAt, contentEnds };
}

/** Decodes only the columns before metadata and content, of which `bytes` must hold all. */
export function decodeHeads(bytes: Uint8Array, header: ChunkHeader): HeadColumns | ColumnFault {
  const { count } = header;
  const numbers = new Float64Array(4 * count);
  const seqs = numbers.subarray(0, count);
  seqs[0] = header.firstSeq;
  const timesAt = readVarints(bytes, 0, seqs.subarray(1));
  if (timesAt < 0) return "bad-varint";
  for (let slot = 1; slot < count; slot++) seqs[slot] = (seqs[slot] ?? 0) + (seqs[slot - 1] ?? 0) + 1;
  if (seqs[count - 1] !== header.firstSeq + header.seqSpan) return "bad-seq";
  const times = numbers.subarray(count, 2 * count);
  const isPlain = (header.flags & CHUNK_HAS_PLAIN_TIMES) !== 0;
  const kindsAt = isPlain ? readPlainTimes(bytes, timesAt, times) : readVarints(bytes, timesAt, times);
  if (kindsAt < 0) return "bad-varint";
  if (!areTimesWithin(times, header, isPlain)) return "bad-time";
  const end = kindsAt + count;
  if (end > bytes.length) return "bad-length";
  return { seqs, times, kinds: bytes.subarray(kindsAt, end), numbers, end };
}

function readPlainTimes(bytes: Uint8Array, from: number, times: Float64Array): number {
  if (from + 8 * times.length > bytes.length) return -1;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let slot = 0; slot < times.length; slot++) times[slot] = readInt64(buffer, from + 8 * slot);
  return from + 8 * times.length;
}

/** Turns stored differences into times, unless they are plain; false when they are not as the header says. */
function areTimesWithin(times: Float64Array, header: ChunkHeader, isPlain: boolean): boolean {
  let previous = header.firstTime;
  let least = MAX_TIMESTAMP_MS;
  let greatest = -MAX_TIMESTAMP_MS;
  for (let slot = 0; slot < times.length; slot++) {
    const stored = times[slot] ?? 0;
    const time = isPlain ? stored : previous + fromZigzag(stored);
    times[slot] = previous = time;
    if (time < least) least = time;
    if (time > greatest) greatest = time;
  }
  return least === header.firstTime && greatest === header.lastTime;
}

/** Turns lengths into ends, counted from `from`; returns the last end. */
function addUp(lengths: Float64Array, from: number): number {
  let end = from;
  for (let slot = 0; slot < lengths.length; slot++) lengths[slot] = end += lengths[slot] ?? 0;
  return end;
}

/**
 * Chunk reader: bytes of a chunk to its frames. Layout and duties: docs/format/sealed.md §Chunk, §Reader duties.
 * Invariants: S1 a chunk reads back as the frames that were written; S2 no byte is given out that failed its checksum; a chunk
 * shares no memory with the bytes it was decoded from. Only numbers are decoded at once: a frame costs nothing before it is asked for.
 */
import { inflateRawSync } from "node:zlib";
import type { FramesError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import { ChunkFrame, idAt } from "./chunk-frame.ts";
import { chunkBytes, chunkCrc, chunkFault, headBytes, readChunkHeader, statedCrc } from "./chunk-header.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { decodeColumns } from "./columns.ts";
import type { Columns } from "./columns.ts";
import { assertSame, sealedDamage } from "./damage.ts";
import type { Place } from "./damage.ts";
import { CHUNK_HEADER_BYTES, CHUNK_IS_STORED, KEY_BYTES } from "./format.ts";
import { inflateStart } from "./inflate-start.ts";
import type { Inflater } from "./inflater.ts";
import { readHalf } from "./keys.ts";

/** The frames of one chunk, in order of seq. Slots count from 0; a slot that does not exist throws RangeError. */
export interface Chunk {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Frames in the chunk: 1 to 50. */
  readonly count: number;
  /** The first so many of them can be asked for, all unless the chunk was decoded only up to a slot. */
  readonly readable: number;
  /** Bytes of content of all frames, as they are stored. */
  readonly rawBytes: number;
  /** Bytes of memory that a kept chunk takes: metadata counts too. */
  readonly sizeBytes: number;
  /** Least and greatest timestamp in ms. */
  readonly firstTime: number;
  readonly lastTime: number;
  seqAt(slot: number): number;
  /** 16 hex characters. */
  idAt(slot: number): string;
  /** Slot of a seq; undefined when the chunk does not hold it. */
  slotOf(seq: number): number | undefined;
  /** The frame in a readable slot: views into the chunk's own memory, valid for ever; a kept view keeps the whole chunk. */
  frame(slot: number): RawFrame;
}

/** A chunk as it lies in the file, checked but not inflated. */
export interface PackedChunk {
  readonly header: ChunkHeader;
  /** All bytes of the chunk. */
  readonly bytes: Buffer;
}

/** Checks the bytes of one whole chunk. @throws FRAMES_CORRUPT. */
export function checkChunk(bytes: Buffer, place: Place): PackedChunk {
  if (bytes.length < CHUNK_HEADER_BYTES) {
    throw sealedDamage(place, { what: "bytes of the chunk", expected: CHUNK_HEADER_BYTES, found: bytes.length });
  }
  const header = readChunkHeader(bytes);
  assertSame(place, { what: "fault of the chunk", expected: undefined, found: chunkFault(header, bytes) });
  assertSame(place, { what: "bytes of the chunk", expected: chunkBytes(header), found: bytes.length });
  assertSame(place, { what: "checksum of the chunk", expected: statedCrc(bytes), found: chunkCrc(bytes) });
  return { header, bytes };
}

/** Inflates and decodes a checked chunk. @throws FRAMES_CORRUPT when its columns are not legal. */
export function decodeChunk(packed: PackedChunk, place: Place): Chunk {
  const payload = payloadOf(packed);
  if (isStored(packed)) return toChunk(packed, new Uint8Array(payload), place);
  const { rawBytes } = packed.header;
  let raw: Buffer;
  try {
    // One byte more than needed, or zlib would ask for a second buffer before it sees the end.
    raw = inflateRawSync(payload, { chunkSize: Math.max(64, rawBytes + 1), maxOutputLength: rawBytes });
  } catch (cause) {
    throw notInflated(packed, place, cause);
  }
  return toChunk(packed, raw, place);
}

/** `decodeChunk`, of which only the frames up to a slot are needed: at least these are readable. */
export function decodeChunkUpTo(packed: PackedChunk, place: Place, slot: number): Chunk {
  const start = isStored(packed) ? undefined : inflateStart(payloadOf(packed), packed.header, slot);
  const columns = start === undefined ? undefined : decodeColumns(start, packed.header);
  // Too short a start cuts a column off, and looks like damage: only the whole tells.
  if (typeof columns !== "object" || columns.contentEnds[slot]! > start!.length) return decodeChunk(packed, place);
  return createChunk(packed, columns);
}

/** The same with zlib at work in libuv's pool; the packed bytes must not change until it resolves. @throws as `decodeChunk`. */
export async function decodeChunkInPool(packed: PackedChunk, place: Place, inflater: Inflater): Promise<Chunk> {
  if (isStored(packed)) return decodeChunk(packed, place);
  let raw: Uint8Array;
  try {
    raw = await inflater.run(payloadOf(packed), packed.header.rawBytes);
  } catch (cause) {
    throw notInflated(packed, place, cause);
  }
  return toChunk(packed, raw, place);
}

function isStored({ header }: PackedChunk): boolean {
  return (header.flags & CHUNK_IS_STORED) !== 0;
}

function payloadOf({ header, bytes }: PackedChunk): Buffer {
  return bytes.subarray(headBytes(header.count, header.flags));
}

function notInflated({ header }: PackedChunk, place: Place, cause: unknown): FramesError {
  const found = cause instanceof Error && "code" in cause ? cause.code : "broken";
  return sealedDamage(place, { what: "deflated payload", expected: `${header.rawBytes} bytes`, found });
}

/** @param raw the columns; the chunk keeps them. */
function toChunk(packed: PackedChunk, raw: Uint8Array, place: Place): Chunk {
  const { header } = packed;
  assertSame(place, { what: "bytes of the inflated payload", expected: header.rawBytes, found: raw.length });
  const columns = decodeColumns(raw, header);
  if (typeof columns === "string") throw sealedDamage(place, { what: "columns", expected: "legal", found: columns });
  return createChunk(packed, columns);
}

function createChunk({ header, bytes }: PackedChunk, decoded: Columns): Chunk {
  const { count, firstSeq, seqSpan } = header;
  const head = Buffer.from(bytes.subarray(0, headBytes(count, header.flags)));
  const raw = decoded.bytes;
  const columns = { ...decoded, bytes: new Uint8Array(raw.buffer, raw.byteOffset, raw.length) };
  const isWhole = raw.length === header.rawBytes;
  const readable = isWhole ? count : columns.contentEnds.findIndex((end) => end > raw.length);
  const parts = { header, head, columns };
  return {
    firstSeq,
    lastSeq: firstSeq + seqSpan,
    count,
    readable,
    rawBytes: header.contentBytes,
    sizeBytes: head.length + columns.bytes.length + columns.seqs.buffer.byteLength,
    firstTime: header.firstTime,
    lastTime: header.lastTime,
    seqAt: (slot) => columns.seqs[checkSlot(slot, count)] ?? 0,
    idAt: (slot) => idAt(head, checkSlot(slot, count)),
    slotOf: (seq) => slotOf(columns.seqs, seq),
    frame: (slot) => new ChunkFrame(parts, checkSlot(slot, readable)),
  };
}

/** The id in a slot of a packed chunk, as two unsigned halves of 32 bits. */
export function slotIdHalves({ bytes }: PackedChunk, slot: number): readonly [high: number, low: number] {
  const at = CHUNK_HEADER_BYTES + slot * KEY_BYTES;
  return [readHalf(bytes, at), readHalf(bytes, at + 4)];
}

function slotOf(seqs: Float64Array, seq: number): number | undefined {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return seqs[low] === seq ? low : undefined;
}

function checkSlot(slot: number, count: number): number {
  if (!Number.isInteger(slot) || slot < 0 || slot >= count) throw new RangeError(`slot must be from 0 to ${count - 1}`);
  return slot;
}

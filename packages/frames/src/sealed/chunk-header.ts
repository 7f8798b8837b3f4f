/**
 * Chunk header: the fixed 48 bytes before the ids of each chunk. Layout: docs/format/sealed.md §Chunk.
 * Invariant: a header without a fault names lengths that fit the limits, so that nothing outsized is ever allocated for it.
 */
import { crc32 } from "node:zlib";
import { MAX_TIMESTAMP_MS } from "../entry/format.ts";
import {
  CHUNK_CHECKED_AT,
  CHUNK_CONTENT_BYTES_AT,
  CHUNK_COUNT_AT,
  CHUNK_CRC_AT,
  CHUNK_FIRST_SEQ_AT,
  CHUNK_FIRST_TIME_AT,
  CHUNK_FLAGS_AT,
  CHUNK_HAS_FINGERPRINTS,
  CHUNK_HEADER_BYTES,
  CHUNK_IS_STORED,
  CHUNK_KNOWN_FLAGS,
  CHUNK_LAST_TIME_AT,
  CHUNK_MAGIC,
  CHUNK_PAYLOAD_BYTES_AT,
  CHUNK_RAW_BYTES_AT,
  CHUNK_SEQ_SPAN_AT,
  KEY_BYTES,
  MAX_CHUNK_FRAMES,
  MAX_CHUNK_RAW_BYTES,
  MAX_DEFLATE_RATIO,
} from "./format.ts";
import { readInt64, writeInt64 } from "./numbers.ts";

/** What the fixed bytes of a chunk say. */
export interface ChunkHeader {
  /** Frames in the chunk. */
  readonly count: number;
  /** CHUNK_IS_STORED, CHUNK_HAS_FINGERPRINTS, CHUNK_HAS_PLAIN_TIMES. */
  readonly flags: number;
  readonly firstSeq: number;
  /** Distance of the last seq from the first. */
  readonly seqSpan: number;
  /** Least and greatest timestamp in ms. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** Bytes of content of all frames. */
  readonly contentBytes: number;
  /** Bytes of the columns before deflate. */
  readonly rawBytes: number;
  readonly payloadBytes: number;
}

/** Why bytes are no chunk. */
export type ChunkFault = "bad-magic" | "bad-length" | "bad-order" | "unknown-flags" | "bad-time";

/** Offset within a chunk of its fingerprints' bitmap, which stands behind the ids. */
function bitmapAt(count: number): number {
  return CHUNK_HEADER_BYTES + count * KEY_BYTES;
}

/** Offset within a chunk of its first fingerprint. */
export function fingerprintsAt(count: number): number {
  return bitmapAt(count) + Math.ceil(count / 8);
}

/** Bytes before the payload. */
export function headBytes(count: number, flags: number): number {
  return (flags & CHUNK_HAS_FINGERPRINTS) === 0 ? bitmapAt(count) : fingerprintsAt(count) + count * KEY_BYTES;
}

/** Tells whether a slot of a packed or decoded chunk carries a fingerprint. `head` begins with the chunk's header. */
export function hasFingerprint(head: Uint8Array, header: ChunkHeader, slot: number): boolean {
  if ((header.flags & CHUNK_HAS_FINGERPRINTS) === 0) return false;
  return (((head[bitmapAt(header.count) + (slot >>> 3)] ?? 0) >>> (slot & 7)) & 1) === 1;
}

/** Bytes of a whole chunk. */
export function chunkBytes(header: ChunkHeader): number {
  return headBytes(header.count, header.flags) + header.payloadBytes;
}

/** Writes all of the header except its checksum. */
export function writeChunkHeader(header: ChunkHeader, into: Buffer): void {
  into.writeUInt32BE(CHUNK_MAGIC, 0);
  into.writeUInt32BE(header.payloadBytes, CHUNK_PAYLOAD_BYTES_AT);
  into.writeUInt32BE(header.rawBytes, CHUNK_RAW_BYTES_AT);
  into.writeUInt32BE(header.contentBytes, CHUNK_CONTENT_BYTES_AT);
  into.writeUInt32BE(header.seqSpan, CHUNK_SEQ_SPAN_AT);
  into.writeUIntBE(header.firstSeq, CHUNK_FIRST_SEQ_AT, 6);
  into[CHUNK_COUNT_AT] = header.count;
  into[CHUNK_FLAGS_AT] = header.flags;
  writeInt64(into, header.firstTime, CHUNK_FIRST_TIME_AT);
  writeInt64(into, header.lastTime, CHUNK_LAST_TIME_AT);
}

/** Reads a header of which all bytes are there. */
export function readChunkHeader(bytes: Buffer, at = 0): ChunkHeader {
  return {
    payloadBytes: bytes.readUInt32BE(at + CHUNK_PAYLOAD_BYTES_AT),
    rawBytes: bytes.readUInt32BE(at + CHUNK_RAW_BYTES_AT),
    contentBytes: bytes.readUInt32BE(at + CHUNK_CONTENT_BYTES_AT),
    seqSpan: bytes.readUInt32BE(at + CHUNK_SEQ_SPAN_AT),
    firstSeq: bytes.readUIntBE(at + CHUNK_FIRST_SEQ_AT, 6),
    count: bytes[at + CHUNK_COUNT_AT] ?? 0,
    flags: bytes[at + CHUNK_FLAGS_AT] ?? 0,
    firstTime: readInt64(bytes, at + CHUNK_FIRST_TIME_AT),
    lastTime: readInt64(bytes, at + CHUNK_LAST_TIME_AT),
  };
}

/** Tells what is wrong with a header that was read at `at`; undefined when nothing is. */
export function chunkFault(header: ChunkHeader, bytes: Buffer, at = 0): ChunkFault | undefined {
  const { count, flags, rawBytes, payloadBytes } = header;
  if (bytes.readUInt32BE(at) !== CHUNK_MAGIC) return "bad-magic";
  if ((flags & ~CHUNK_KNOWN_FLAGS) !== 0) return "unknown-flags";
  if (count < 1 || count > MAX_CHUNK_FRAMES || header.contentBytes > rawBytes) return "bad-length";
  const isStored = (flags & CHUNK_IS_STORED) !== 0;
  if (rawBytes > MAX_CHUNK_RAW_BYTES || payloadBytes > rawBytes) return "bad-length";
  if (isStored ? payloadBytes !== rawBytes : rawBytes > payloadBytes * MAX_DEFLATE_RATIO) return "bad-length";
  if (header.seqSpan < count - 1) return "bad-order";
  const { firstTime, lastTime } = header;
  const isTime = firstTime >= -MAX_TIMESTAMP_MS && firstTime <= lastTime && lastTime <= MAX_TIMESTAMP_MS;
  return isTime ? undefined : "bad-time";
}

/** Checksum of a whole chunk. */
export function chunkCrc(chunk: Buffer): number {
  return crc32(chunk.subarray(CHUNK_CHECKED_AT));
}

/** The checksum that a chunk carries. */
export function statedCrc(bytes: Buffer, at = 0): number {
  return bytes.readUInt32BE(at + CHUNK_CRC_AT);
}

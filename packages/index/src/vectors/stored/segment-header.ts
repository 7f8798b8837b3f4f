/** Segment header: the 64 bytes before the columns. Layout: docs/format/vectors.md, "Header". */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  END_BYTES,
  HEADER_BYTES,
  HEADER_CHECKSUM_AT,
  KEY_BYTES,
  MAX_DIMENSIONS,
  MAX_KEY,
  MAX_KEY_SPAN,
  MAX_SEGMENT_ROWS,
  MODEL_BYTES,
  SEGMENT_MAGIC,
  sketchBytes,
} from "./format.ts";

/** What the header of a segment says. */
export interface SegmentHeader {
  readonly dimensions: number;
  readonly rows: number;
  readonly firstKey: number;
  readonly lastKey: number;
  /** `toModelTag` of the model's name. */
  readonly model: Uint8Array;
  /** 0 when records differ in length: then there is a column of ends. */
  readonly recordBytes: number;
  readonly columnsChecksum: number;
  readonly sketchChecksum: number;
}

/** Eight bytes that stand for a model's name. */
export function toModelTag(name: string): Uint8Array {
  return createHash("sha256").update(name).digest().subarray(0, MODEL_BYTES);
}

export function encodeHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(SEGMENT_MAGIC);
  view.setUint32(8, header.dimensions);
  view.setUint32(12, header.rows);
  view.setBigUint64(16, BigInt(header.firstKey));
  view.setBigUint64(24, BigInt(header.lastKey));
  bytes.set(header.model, 32);
  view.setUint32(40, header.recordBytes);
  view.setUint32(44, header.columnsChecksum);
  view.setUint32(48, header.sketchChecksum);
  view.setUint32(HEADER_CHECKSUM_AT, crc32(bytes.subarray(0, HEADER_CHECKSUM_AT)));
  return bytes;
}

/** @returns undefined when the bytes are damaged, of another version, or say what cannot be. */
export function decodeHeader(bytes: Uint8Array): SegmentHeader | undefined {
  if (bytes.length < HEADER_BYTES || SEGMENT_MAGIC.some((byte, at) => bytes[at] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (view.getUint32(HEADER_CHECKSUM_AT) !== crc32(bytes.subarray(0, HEADER_CHECKSUM_AT))) return undefined;
  const header: SegmentHeader = {
    dimensions: view.getUint32(8),
    rows: view.getUint32(12),
    firstKey: Number(view.getBigUint64(16)),
    lastKey: Number(view.getBigUint64(24)),
    model: bytes.slice(32, 32 + MODEL_BYTES),
    recordBytes: view.getUint32(40),
    columnsChecksum: view.getUint32(44),
    sketchChecksum: view.getUint32(48),
  };
  return isLegal(header) ? header : undefined;
}

/** Where the parts of a segment lie, in bytes from its start. */
export function toLayout({ rows, recordBytes, dimensions }: SegmentHeader): {
  readonly keysAt: number;
  readonly endsAt: number;
  readonly sketchesAt: number;
  readonly recordsAt: number;
} {
  const endsAt = HEADER_BYTES + rows * KEY_BYTES;
  const sketchesAt = endsAt + (recordBytes === 0 ? rows * END_BYTES : 0);
  return { keysAt: HEADER_BYTES, endsAt, sketchesAt, recordsAt: sketchesAt + rows * sketchBytes(dimensions) };
}

function isLegal({ dimensions, rows, firstKey, lastKey }: SegmentHeader): boolean {
  const isSized = dimensions >= 1 && dimensions <= MAX_DIMENSIONS && rows >= 1 && rows <= MAX_SEGMENT_ROWS;
  return isSized && firstKey <= lastKey && lastKey <= MAX_KEY && lastKey - firstKey <= MAX_KEY_SPAN;
}

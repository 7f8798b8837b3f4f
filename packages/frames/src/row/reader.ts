/**
 * Row reader: bytes to a raw frame. Layout and duties: docs/format/row.md.
 * Invariants: R1 read(write(x)) equals x; R2 the answer depends only on the bytes of the row and the segment's nonce.
 */
import { crc32 } from "node:zlib";
import { MAX_TIMESTAMP_MS } from "../entry/format.ts";
import {
  CHECKSUM_BYTES,
  FINGERPRINT_BYTES,
  FLAG_FINGERPRINT,
  FLAG_GROUP_START,
  FLAGS_AT,
  KIND_COUNT,
  KNOWN_FLAGS,
  LENGTH_AT,
  MAGIC_0,
  MAGIC_1,
  MAX_ROW_BYTES,
  METADATA_LENGTH_AT,
  MIN_ROW_BYTES,
  ROW_HEADER_BYTES,
  VERSION_2,
  VERSION_AT,
  ZERO_AT,
} from "./format.ts";
import { readUint32, RowFrame } from "./row-frame.ts";

/** Why there is no row at a place. */
export type RowFault = "bad-magic" | "unknown-version" | "bad-length" | "truncated" | "bad-checksum";

/** Why a row under a right checksum cannot be read: another writer made it. */
export type FieldFault = "unknown-flag" | "unknown-kind" | "bad-field";

/** A row as read. */
export interface ReadRow {
  /** Its byte arrays are views of the bytes given. */
  readonly frame: RowFrame;
  /** Bytes of the whole row: the next one begins so much later. */
  readonly sizeBytes: number;
  readonly isGroupStart: boolean;
}

/** A positive number: bytes of the row found. A negative number: bytes up to its absolute value must be loaded first. */
export type RowInspection = number | RowFault;

/** Checksum of a range of bytes, seeded with the segment's nonce. */
export type SeededCrc = (from: number, to: number) => number;

/**
 * Reads the row that begins at `at`; `nonceCrc` is `toNonceCrc` of the segment's nonce.
 * @example const row = readRow(bytes, 64, nonceCrc); if (typeof row !== "string") use(row.frame);
 */
export function readRow(bytes: Uint8Array, at: number, nonceCrc: number): ReadRow | RowFault | FieldFault {
  const found = inspectRow(bytes, at, { limit: bytes.length, nonceCrc });
  if (typeof found !== "number") return found;
  const frame = decodeRow(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), at, found);
  return typeof frame === "string" ? frame : { frame, sizeBytes: found, isGroupStart: isGroupStart(bytes, at) };
}

/** What an inspection goes by. */
export interface InspectionContext {
  /** Where the file ends, in offsets of the bytes; the bytes may hold less than that. */
  readonly limit: number;
  readonly nonceCrc: number;
  /** Default: reads the range. */
  readonly seededCrc?: SeededCrc | undefined;
}

/** Checks framing and checksum of the bytes at `at`. With all bytes loaded the answer is never negative. */
export function inspectRow(bytes: Uint8Array, at: number, context: InspectionContext): RowInspection {
  const room = context.limit - at;
  const headerEnd = at + Math.min(ROW_HEADER_BYTES, room);
  if (headerEnd > bytes.length) return -headerEnd;
  if (bytes[at] !== MAGIC_0 || (room > 1 && bytes[at + 1] !== MAGIC_1)) return "bad-magic";
  if (room > VERSION_AT && bytes[at + VERSION_AT] !== VERSION_2) {
    return bytes[at + VERSION_AT] === 0 ? "bad-magic" : "unknown-version"; // 0 is the unwritten rest of a torn row
  }
  if (room < MIN_ROW_BYTES) return "truncated";
  const sizeBytes = readUint32(bytes, at + LENGTH_AT);
  const fingerprintBytes = ((bytes[at + FLAGS_AT] ?? 0) & FLAG_FINGERPRINT) === 0 ? 0 : FINGERPRINT_BYTES;
  const fixedBytes = MIN_ROW_BYTES + fingerprintBytes;
  if (sizeBytes < fixedBytes || sizeBytes > MAX_ROW_BYTES) return "bad-length";
  if (readUint32(bytes, at + METADATA_LENGTH_AT) > sizeBytes - fixedBytes) return "bad-length";
  if (sizeBytes > room) return "truncated";
  if (at + sizeBytes > bytes.length) return -(at + sizeBytes);
  const checksumAt = at + sizeBytes - CHECKSUM_BYTES;
  const crc =
    context.seededCrc === undefined
      ? crc32(new Uint8Array(bytes.buffer, bytes.byteOffset + at, checksumAt - at), context.nonceCrc)
      : context.seededCrc(at, checksumAt);
  return crc === readUint32(bytes, checksumAt) ? sizeBytes : "bad-checksum";
}

/** The frame of a row whose framing was checked; its byte arrays are views of `bytes`. */
export function decodeRow(bytes: Buffer, at: number, sizeBytes: number): RowFrame | FieldFault {
  const flags = bytes[at + FLAGS_AT] ?? 0;
  if ((flags & ~KNOWN_FLAGS) !== 0) return "unknown-flag";
  const frame = new RowFrame(bytes, at, sizeBytes);
  if (frame.kind >= KIND_COUNT) return "unknown-kind";
  if (frame.seq === 0 || bytes[at + ZERO_AT] !== 0) return "bad-field";
  return Math.abs(frame.timestamp) > MAX_TIMESTAMP_MS ? "bad-field" : frame;
}

/** Whether the row at `at` is the first of its commit group. */
export function isGroupStart(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at + FLAGS_AT] ?? 0) & FLAG_GROUP_START) !== 0;
}

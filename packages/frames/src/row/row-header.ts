/**
 * Segment header: the fixed 64 bytes before the first row of a segment. Layout: docs/format/row.md, "Header".
 * Invariant R1: decode(encode(h)) equals h.
 */
import { crc32 } from "node:zlib";
import { MAX_TIMESTAMP_MS } from "../entry/format.ts";
import {
  CREATED_AT_AT,
  FIRST_SEQ_AT,
  HEADER_CHECKSUM_AT,
  MAX_SEQ,
  NONCE_AT,
  NONCE_BYTES,
  RESERVED_AT,
  RESERVED_BYTES,
  SEGMENT_HEADER_BYTES,
  SEGMENT_MAGIC,
  SEGMENT_NUMBER_AT,
} from "./format.ts";

/** What a segment says about itself. */
export interface SegmentHeader {
  /** Number of the segment, from 1. */
  readonly number: number;
  /** Lowest seq that a row of this segment may have. */
  readonly firstSeq: number;
  /** ms since 1970 when the segment was begun. */
  readonly createdAt: number;
  /** 8 random bytes that seed every checksum of this segment. */
  readonly nonce: Uint8Array;
}

/** Why bytes are no header. "unused" is no damage: the segment is preallocated and holds nothing yet. */
export type SegmentHeaderFault =
  | "unused"
  | "truncated"
  | "bad-magic"
  | "unknown-version"
  | "bad-checksum"
  | "bad-field";

/** The seed of every row checksum of a segment. */
export function toNonceCrc(nonce: Uint8Array): number {
  return crc32(nonce);
}

/** Encodes a header into 64 new bytes. @throws RangeError when a field cannot be stored. */
export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  assertWithin("number", header.number, 1, Number.MAX_SAFE_INTEGER);
  assertWithin("firstSeq", header.firstSeq, 1, MAX_SEQ);
  assertWithin("createdAt", header.createdAt, -MAX_TIMESTAMP_MS, MAX_TIMESTAMP_MS);
  if (header.nonce.length !== NONCE_BYTES) throw new RangeError(`nonce must be ${NONCE_BYTES} bytes`);
  const bytes = new Uint8Array(SEGMENT_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(SEGMENT_MAGIC);
  view.setBigUint64(SEGMENT_NUMBER_AT, BigInt(header.number));
  view.setBigUint64(FIRST_SEQ_AT, BigInt(header.firstSeq));
  view.setBigInt64(CREATED_AT_AT, BigInt(header.createdAt));
  bytes.set(header.nonce, NONCE_AT);
  view.setUint32(HEADER_CHECKSUM_AT, crc32(bytes.subarray(0, HEADER_CHECKSUM_AT)));
  return bytes;
}

/** Decodes the header at the start of `bytes`; the nonce is a copy. An empty or zero start is "unused". */
export function decodeSegmentHeader(bytes: Uint8Array): SegmentHeader | SegmentHeaderFault {
  const head = bytes.subarray(0, SEGMENT_HEADER_BYTES);
  if (head.every((byte) => byte === 0)) return "unused";
  const magicBytes = SEGMENT_MAGIC.length - 1;
  for (let i = 0; i < magicBytes; i++) if (head[i] !== SEGMENT_MAGIC[i]) return "bad-magic";
  if (head.length < SEGMENT_HEADER_BYTES) return "truncated";
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  // Every version keeps its checksum here: under a wrong one, another version number is rot.
  if (crc32(head.subarray(0, HEADER_CHECKSUM_AT)) !== view.getUint32(HEADER_CHECKSUM_AT)) return "bad-checksum";
  if (head[magicBytes] !== SEGMENT_MAGIC[magicBytes]) return "unknown-version";
  const number = Number(view.getBigUint64(SEGMENT_NUMBER_AT));
  const firstSeq = Number(view.getBigUint64(FIRST_SEQ_AT));
  const createdAt = Number(view.getBigInt64(CREATED_AT_AT));
  const reserved = head.subarray(RESERVED_AT, RESERVED_AT + RESERVED_BYTES);
  const isLegal =
    isWithin(number, 1, Number.MAX_SAFE_INTEGER) &&
    isWithin(firstSeq, 1, MAX_SEQ) &&
    isWithin(createdAt, -MAX_TIMESTAMP_MS, MAX_TIMESTAMP_MS) &&
    reserved.every((byte) => byte === 0);
  if (!isLegal) return "bad-field";
  return { number, firstSeq, createdAt, nonce: new Uint8Array(head.subarray(NONCE_AT, RESERVED_AT)) };
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

function assertWithin(name: string, value: number, min: number, max: number): void {
  if (!isWithin(value, min, max)) throw new RangeError(`${name} must be an integer from ${min} to ${max}`);
}

/**
 * Row writer: a raw frame to bytes, straight into the caller's arena. Layout: docs/format/row.md.
 * Invariants: R1 read(write(x)) equals x, and writing touches exactly [at, at + rowBytes(x)); nothing is allocated but the one
 * view that the checksum needs.
 */
import { crc32 } from "node:zlib";
import { MAX_TIMESTAMP_MS } from "../entry/format.ts";
import { FramesError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import {
  CHECKSUM_BYTES,
  FINGERPRINT_BYTES,
  FLAG_DELTA,
  FLAG_FINGERPRINT,
  FLAG_GROUP_START,
  FLAG_PACKED,
  FLAGS_AT,
  ID_AT,
  ID_BYTES,
  KIND_AT,
  KIND_COUNT,
  LENGTH_AT,
  MAGIC_0,
  MAGIC_1,
  MAX_ROW_BYTES,
  MAX_SEQ,
  METADATA_LENGTH_AT,
  MIN_ROW_BYTES,
  ROW_HEADER_BYTES,
  SEQ_AT,
  TIMESTAMP_AT,
  VERSION_2,
  VERSION_AT,
  ZERO_AT,
} from "./format.ts";

/** Where and how a row is written. */
export interface RowTarget {
  readonly into: Uint8Array;
  /** Offset of the row's first byte in `into`. */
  readonly at: number;
  /** Whether the row is the first of its commit group. */
  readonly isGroupStart: boolean;
  /** `toNonceCrc` of the segment's nonce. */
  readonly nonceCrc: number;
}

/** Bytes that `writeRow` will write for a frame. */
export function rowBytes(frame: RawFrame): number {
  const fingerprintBytes = frame.fingerprint === undefined ? 0 : FINGERPRINT_BYTES;
  return MIN_ROW_BYTES + fingerprintBytes + frame.metadata.length + frame.content.length;
}

/** Refuses rows above 64 MiB. @throws FRAMES_TOO_LARGE */
export function assertRowBytes(sizeBytes: number): void {
  if (sizeBytes <= MAX_ROW_BYTES) return;
  throw new FramesError(
    "FRAMES_TOO_LARGE",
    `A frame of ${sizeBytes} bytes is above the limit of ${MAX_ROW_BYTES}. Split its content.`,
    { details: { sizeBytes, limitBytes: MAX_ROW_BYTES } },
  );
}

/**
 * Writes a frame as one row; gives the bytes written.
 * @throws RangeError when a field cannot be stored or the row does not fit; FRAMES_TOO_LARGE above 64 MiB. `into` may then hold
 * half a row behind `at`, never a valid one.
 */
export function writeRow(frame: RawFrame, target: RowTarget): number {
  const { into, at } = target;
  const { fingerprint, metadata, content } = frame;
  const sizeBytes = rowBytes(frame);
  assertStorable(frame, sizeBytes, into.length - at);
  let flags = target.isGroupStart ? FLAG_GROUP_START : 0;
  if (frame.isDelta) flags |= FLAG_DELTA;
  if (frame.isPacked) flags |= FLAG_PACKED;
  if (fingerprint !== undefined) flags |= FLAG_FINGERPRINT;
  into[at] = MAGIC_0;
  into[at + 1] = MAGIC_1;
  into[at + VERSION_AT] = VERSION_2;
  into[at + FLAGS_AT] = flags;
  into[at + KIND_AT] = frame.kind;
  into[at + ZERO_AT] = 0;
  const seqHigh = Math.floor(frame.seq / 2 ** 32);
  into[at + SEQ_AT] = seqHigh >>> 8;
  into[at + SEQ_AT + 1] = seqHigh;
  writeUint32(into, at + SEQ_AT + 2, frame.seq);
  writeUint32(into, at + TIMESTAMP_AT, Math.floor(frame.timestamp / 2 ** 32));
  writeUint32(into, at + TIMESTAMP_AT + 4, frame.timestamp);
  writeHex(into, at + ID_AT, frame.id);
  writeUint32(into, at + LENGTH_AT, sizeBytes);
  writeUint32(into, at + METADATA_LENGTH_AT, metadata.length);
  let next = at + ROW_HEADER_BYTES;
  if (fingerprint !== undefined) {
    for (let i = 0; i < FINGERPRINT_BYTES; i++) into[next + i] = fingerprint[i]!; // faster than a call for so few
    next += FINGERPRINT_BYTES;
  }
  into.set(metadata, next);
  into.set(content, next + metadata.length);
  seal(target, sizeBytes);
  return sizeBytes;
}

/** Makes the row at `at`, written by `writeRow`, the first of its group after all. */
export function markGroupStart(into: Uint8Array, at: number, nonceCrc: number): void {
  into[at + FLAGS_AT] = (into[at + FLAGS_AT] ?? 0) | FLAG_GROUP_START;
  const sizeBytes = new DataView(into.buffer, into.byteOffset + at, ROW_HEADER_BYTES).getUint32(LENGTH_AT);
  seal({ into, at, nonceCrc }, sizeBytes);
}

function seal({ into, at, nonceCrc }: Pick<RowTarget, "into" | "at" | "nonceCrc">, sizeBytes: number): void {
  const checksumAt = at + sizeBytes - CHECKSUM_BYTES;
  writeUint32(into, checksumAt, crc32(into.subarray(at, checksumAt), nonceCrc));
}

/** Writes the lowest 32 bits of an integer, also of a negative or a larger one. */
function writeUint32(into: Uint8Array, at: number, value: number): void {
  const word = value | 0; // ECMA-262 ToInt32: modulo 2^32
  into[at] = word >>> 24;
  into[at + 1] = word >>> 16;
  into[at + 2] = word >>> 8;
  into[at + 3] = word;
}

function writeHex(into: Uint8Array, at: number, id: string): void {
  let bad = id.length ^ (2 * ID_BYTES);
  for (let i = 0; i < ID_BYTES; i++) {
    const high = DIGITS[id.charCodeAt(2 * i)] ?? NO_DIGIT;
    const low = DIGITS[id.charCodeAt(2 * i + 1)] ?? NO_DIGIT;
    bad |= (high | low) & NO_DIGIT;
    into[at + i] = (high << 4) | low;
  }
  if (bad !== 0) throw new RangeError("id must be 16 digits of 0-9, a-f");
}

const NO_DIGIT = 0x80;
const DIGITS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = "0123456789abcdef".indexOf(String.fromCharCode(code));
  return digit === -1 ? NO_DIGIT : digit;
});

function assertStorable(frame: RawFrame, sizeBytes: number, roomBytes: number): void {
  const { seq, kind, timestamp, fingerprint } = frame;
  if (!(Number.isInteger(seq) && seq >= 1 && seq <= MAX_SEQ)) throw new RangeError("seq must be 1 to 2^48 - 1");
  if (!(Number.isInteger(kind) && kind >= 0 && kind < KIND_COUNT)) throw new RangeError("kind must index FRAME_KINDS");
  if (!(Number.isInteger(timestamp) && Math.abs(timestamp) <= MAX_TIMESTAMP_MS)) {
    throw new RangeError("timestamp must be an integer of ms within the range of Date");
  }
  if (fingerprint !== undefined && fingerprint.length !== FINGERPRINT_BYTES) {
    throw new RangeError(`fingerprint must be ${FINGERPRINT_BYTES} bytes`);
  }
  assertRowBytes(sizeBytes);
  if (sizeBytes > roomBytes) throw new RangeError(`the row needs ${sizeBytes} bytes, the target has ${roomBytes}`);
}

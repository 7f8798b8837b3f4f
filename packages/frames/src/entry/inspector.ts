/**
 * Inspector: is there an entry at this offset, and where is the next one? Duties of a reader: docs/format/frame.md.
 * Invariants: the answer depends only on the bytes; a search takes time about linear in the bytes searched, because after the
 * first wrong checksum long ranges are checked through prefix checksums.
 */
import { crc32 } from "node:zlib";
import {
  CHECKSUM_BYTES,
  CONTENT_AT,
  CONTENT_LENGTH_AT,
  ENTRY_OVERHEAD_BYTES,
  ID_AT,
  ID_BYTES,
  ID_LENGTH_AT,
  MAGIC_0,
  MAGIC_1,
  MAX_ENTRY_BYTES,
  METADATA_LENGTH_BYTES,
  MIN_ENTRY_BYTES,
  MIN_METADATA_BYTES,
  VERSION_1,
  VERSION_AT,
} from "./format.ts";
import { createPrefixCrc } from "./prefix-crc.ts";
import type { PrefixCrc } from "./prefix-crc.ts";

/** Why bytes are not an entry. */
export type EntryFault = "bad-magic" | "unknown-version" | "bad-length" | "bad-id" | "bad-checksum" | "truncated";

/** A positive number: bytes of the entry found. A negative number: bytes up to its absolute value must be loaded first. */
export type Inspection = number | EntryFault;

/** Result of a search: an entry begins at `at`; or nothing before `at`, and to go on bytes up to `need` must be loaded. */
interface SearchResult {
  readonly at: number;
  readonly need: number | undefined;
}

/** Looks for entries in a buffer, which must not change meanwhile. */
export interface Inspector {
  inspect(at: number): Inspection;
  /** Searches from an offset on. Without `need`, `at` is the next entry, or the limit when there is none. */
  search(from: number): SearchResult;
  /** True once a checksum was wrong: later ranges are checked the careful way. */
  readonly suspicious: boolean;
}

type RangeCrc = (from: number, to: number) => number;

const BEGINNING: Buffer = Buffer.from([MAGIC_0, MAGIC_1, VERSION_1]);
/** Above this, a prefix checksum is cheaper than reading the range again. */
const DIRECT_CRC_BYTES = 4096;
const HEX_DIGITS = new Set(Buffer.from("0123456789abcdef"));
const IS_HEX: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => (HEX_DIGITS.has(byte) ? 1 : 0));

/**
 * Inspects the bytes at `at`. `limit` is where the file ends, in offsets of the buffer; the buffer may hold less than that.
 * With all bytes loaded the answer is never negative.
 */
export function inspectEntry(bytes: Buffer, at: number, limit: number, rangeCrc?: RangeCrc): Inspection {
  const room = limit - at;
  const headerEnd = at + Math.min(CONTENT_AT, room);
  if (headerEnd > bytes.length) return -headerEnd;
  const fault = headerFault(bytes, at, room);
  if (fault !== undefined) return fault;
  const metadataLengthAt = at + CONTENT_AT + bytes.readUInt32BE(at + CONTENT_LENGTH_AT);
  const metadataAt = metadataLengthAt + METADATA_LENGTH_BYTES;
  if (metadataAt - at > MAX_ENTRY_BYTES) return "bad-length";
  if (metadataAt > limit) return "truncated";
  if (metadataAt > bytes.length) return -metadataAt;
  const metadataBytes = bytes.readUInt32BE(metadataLengthAt);
  const sizeBytes = metadataAt - at + metadataBytes + CHECKSUM_BYTES;
  if (metadataBytes < MIN_METADATA_BYTES || sizeBytes > MAX_ENTRY_BYTES) return "bad-length";
  if (sizeBytes > room) return "truncated";
  if (at + sizeBytes > bytes.length) return -(at + sizeBytes);
  const checksumAt = at + sizeBytes - CHECKSUM_BYTES;
  const crc = rangeCrc === undefined ? crc32(bytes.subarray(at, checksumAt)) : rangeCrc(at, checksumAt);
  return crc === bytes.readUInt32BE(checksumAt) ? sizeBytes : "bad-checksum";
}

/** Creates an inspector over the loaded bytes of a file that ends at `limit`. */
export function createInspector(bytes: Buffer, limit: number = bytes.length, wasSuspicious = false): Inspector {
  let suspicious = wasSuspicious;
  let prefixes: PrefixCrc | undefined;
  const rangeCrc: RangeCrc = (from, to) => {
    if (!suspicious || to - from <= DIRECT_CRC_BYTES) return crc32(bytes.subarray(from, to));
    prefixes ??= createPrefixCrc(bytes);
    return prefixes.rangeCrc(from, to);
  };
  const inspect = (at: number): Inspection => {
    const found = inspectEntry(bytes, at, limit, rangeCrc);
    if (found === "bad-checksum") suspicious = true;
    return found;
  };
  const search = (from: number): SearchResult => {
    for (let at = bytes.indexOf(BEGINNING, from); at !== -1; at = bytes.indexOf(BEGINNING, at + 1)) {
      const found = inspect(at);
      if (typeof found === "number") return { at, need: found < 0 ? -found : undefined };
    }
    if (bytes.length >= limit) return { at: limit, need: undefined };
    const rest = Math.max(from, bytes.length - BEGINNING.length + 1); // a beginning may straddle the end of what is loaded
    return { at: rest, need: Math.min(limit, bytes.length + MIN_ENTRY_BYTES) };
  };
  return {
    inspect,
    search,
    get suspicious() {
      return suspicious;
    },
  };
}

function headerFault(bytes: Buffer, at: number, room: number): EntryFault | undefined {
  if (bytes[at] !== MAGIC_0 || (room > 1 && bytes[at + 1] !== MAGIC_1)) return "bad-magic";
  if (room > VERSION_AT && bytes[at + VERSION_AT] !== VERSION_1) return "unknown-version";
  if (room < ENTRY_OVERHEAD_BYTES + MIN_METADATA_BYTES) return "truncated";
  if (bytes.readUInt32BE(at + ID_LENGTH_AT) !== ID_BYTES) return "bad-length";
  for (let digit = at + ID_AT; digit < at + ID_AT + ID_BYTES; digit++) {
    if (IS_HEX[bytes[digit] ?? 0] === 0) return "bad-id";
  }
  return undefined;
}

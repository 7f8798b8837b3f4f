/**
 * Row format, version 2: the constants, each derived from the one before. Layout: docs/format/row.md.
 * Persisted values: never renumber.
 */
import { FRAME_KINDS } from "../frame.ts";

/** "VIDMROW" and the version. */
export const SEGMENT_MAGIC: Uint8Array = Uint8Array.of(0x56, 0x49, 0x44, 0x4d, 0x52, 0x4f, 0x57, 0x02);
export const SEGMENT_NUMBER_AT: number = SEGMENT_MAGIC.length;
export const FIRST_SEQ_AT: number = SEGMENT_NUMBER_AT + 8;
export const CREATED_AT_AT: number = FIRST_SEQ_AT + 8;
export const NONCE_AT: number = CREATED_AT_AT + 8;
export const NONCE_BYTES = 8;
export const RESERVED_AT: number = NONCE_AT + NONCE_BYTES;
export const RESERVED_BYTES = 20;
export const HEADER_CHECKSUM_AT: number = RESERVED_AT + RESERVED_BYTES;
/** Bytes of a segment's header; the first row follows it. */
export const SEGMENT_HEADER_BYTES: number = HEADER_CHECKSUM_AT + 4;

export const MAGIC_0 = 0xfe;
export const MAGIC_1 = 0xed;
export const VERSION_2 = 0x02;

/** The row is the first of its commit group. */
export const FLAG_GROUP_START = 0b0001;
/** The content is a delta (docs/format/delta.md). */
export const FLAG_DELTA = 0b0010;
/** The metadata is MessagePack; otherwise JSON. */
export const FLAG_PACKED = 0b0100;
/** A fingerprint of 8 bytes precedes the metadata. */
export const FLAG_FINGERPRINT = 0b1000;
export const KNOWN_FLAGS: number = FLAG_GROUP_START | FLAG_DELTA | FLAG_PACKED | FLAG_FINGERPRINT;

/** Kinds are stored as their index in FRAME_KINDS: append to that list only, never reorder it. */
export const KIND_COUNT: number = FRAME_KINDS.length;

export const VERSION_AT = 2;
export const FLAGS_AT: number = VERSION_AT + 1;
export const KIND_AT: number = FLAGS_AT + 1;
export const ZERO_AT: number = KIND_AT + 1;
export const SEQ_AT: number = ZERO_AT + 1;
export const TIMESTAMP_AT: number = SEQ_AT + 6;
export const ID_AT: number = TIMESTAMP_AT + 8;
/** Bytes of an id: 16 hex digits, packed. */
export const ID_BYTES = 8;
export const LENGTH_AT: number = ID_AT + ID_BYTES;
export const METADATA_LENGTH_AT: number = LENGTH_AT + 4;
/** Bytes before the optional fingerprint and the metadata. */
export const ROW_HEADER_BYTES: number = METADATA_LENGTH_AT + 4;
export const FINGERPRINT_BYTES = 8;
export const CHECKSUM_BYTES = 4;

/** Fewest bytes of a row: no fingerprint, no metadata, no content. */
export const MIN_ROW_BYTES: number = ROW_HEADER_BYTES + CHECKSUM_BYTES;
/** Most bytes of one row, all fields together: 64 MiB, as for an entry of version 1. */
export const MAX_ROW_BYTES: number = 64 * 1024 * 1024;
/** Largest place in history: 48 bits. */
export const MAX_SEQ: number = 2 ** 48 - 1;

/** Bytes of zeros in a row after which a reader of the active segment stops looking for more rows. */
export const END_ZEROS_BYTES: number = 1024 * 1024;

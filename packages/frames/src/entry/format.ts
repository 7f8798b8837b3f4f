/**
 * Entry format, version 1: the constants, each derived from the one before. Layout: docs/format/frame.md.
 * Persisted values: never renumber.
 */

export const MAGIC_0 = 0xfe;
export const MAGIC_1 = 0xed;
export const VERSION_1 = 0x01;

/** Bytes of an id: 16 hex digits. */
export const ID_BYTES = 16;

export const VERSION_AT = 2;
export const ID_LENGTH_AT: number = VERSION_AT + 1;
export const ID_AT: number = ID_LENGTH_AT + 4;
export const TIMESTAMP_AT: number = ID_AT + ID_BYTES;
export const CONTENT_LENGTH_AT: number = TIMESTAMP_AT + 8;
export const CONTENT_AT: number = CONTENT_LENGTH_AT + 4;

/** Bytes of the metadata's length, which follows the content. */
export const METADATA_LENGTH_BYTES = 4;
export const CHECKSUM_BYTES = 4;

/** Bytes of an entry besides content and metadata. */
export const ENTRY_OVERHEAD_BYTES: number = CONTENT_AT + METADATA_LENGTH_BYTES + CHECKSUM_BYTES;

/** Fewest bytes of metadata: `{}`. */
export const MIN_METADATA_BYTES = 2;
export const MIN_ENTRY_BYTES: number = ENTRY_OVERHEAD_BYTES + MIN_METADATA_BYTES;

/** Most bytes of one entry, all fields together: 64 MiB. */
export const MAX_ENTRY_BYTES: number = 64 * 1024 * 1024;

/** Largest distance of a timestamp from 1970, in ms. Source: ECMA-262, time values of Date. */
export const MAX_TIMESTAMP_MS = 8_640_000_000_000_000;

/** First character of metadata keys that belong to the format. */
export const RESERVED_KEY_PREFIX = "$";
/** Metadata key that holds a kind other than "memory". */
export const KIND_KEY = "$kind";

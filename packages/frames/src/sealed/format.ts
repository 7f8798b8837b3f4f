/**
 * Sealed segment format, version 2: the constants, each derived from the one before. Layout: docs/format/sealed.md.
 * Persisted values: never renumber.
 */
import { MAX_ENTRY_BYTES } from "../entry/format.ts";

/** First bytes of the file and last bytes of the footer: "VIDMSEA" and the version. */
export const SEALED_MAGIC: Uint8Array = Uint8Array.of(0x56, 0x49, 0x44, 0x4d, 0x53, 0x45, 0x41, 0x02);
/** First bytes of each chunk; the last is the version. */
export const CHUNK_MAGIC = 0xfeed4302;

export const MAGIC_BYTES = 8;
export const CRC_BYTES = 4;
/** Bytes of an id and of a fingerprint. */
export const KEY_BYTES = 8;

// File header.
export const HEADER_BYTES = 64;
export const HEADER_FIRST_SEQ_AT: number = SEALED_MAGIC.length;
export const HEADER_LAST_SEQ_AT: number = HEADER_FIRST_SEQ_AT + 8;
export const HEADER_CREATED_AT_AT: number = HEADER_LAST_SEQ_AT + 8;
export const HEADER_RESERVED_AT: number = HEADER_CREATED_AT_AT + 8;
export const HEADER_CRC_AT: number = HEADER_BYTES - CRC_BYTES;

// Chunk.
export const CHUNK_CRC_AT = 4;
/** The checksum covers everything in the chunk from here on. */
export const CHUNK_CHECKED_AT: number = CHUNK_CRC_AT + CRC_BYTES;
export const CHUNK_PAYLOAD_BYTES_AT: number = CHUNK_CRC_AT + CRC_BYTES;
export const CHUNK_RAW_BYTES_AT: number = CHUNK_PAYLOAD_BYTES_AT + 4;
export const CHUNK_CONTENT_BYTES_AT: number = CHUNK_RAW_BYTES_AT + 4;
export const CHUNK_SEQ_SPAN_AT: number = CHUNK_CONTENT_BYTES_AT + 4;
export const CHUNK_FIRST_SEQ_AT: number = CHUNK_SEQ_SPAN_AT + 4;
export const CHUNK_COUNT_AT: number = CHUNK_FIRST_SEQ_AT + 6;
export const CHUNK_FLAGS_AT: number = CHUNK_COUNT_AT + 1;
export const CHUNK_FIRST_TIME_AT: number = CHUNK_FLAGS_AT + 1;
export const CHUNK_LAST_TIME_AT: number = CHUNK_FIRST_TIME_AT + 8;
export const CHUNK_HEADER_BYTES: number = CHUNK_LAST_TIME_AT + 8;

/** The payload is the columns as they are, not deflated. */
export const CHUNK_IS_STORED = 1;
/** A bitmap and fingerprints follow the ids. */
export const CHUNK_HAS_FINGERPRINTS = 2;
/** Times are 8 bytes each, because they lie too far apart for exact differences. */
export const CHUNK_HAS_PLAIN_TIMES = 4;
export const CHUNK_KNOWN_FLAGS: number = CHUNK_IS_STORED | CHUNK_HAS_FINGERPRINTS | CHUNK_HAS_PLAIN_TIMES;

/** Times whose extremes are at least this far apart, in ms, are written plain: zigzag must stay below 2^53. */
export const PLAIN_TIME_SPAN_MS: number = 2 ** 52;

/** Most frames in a chunk. */
export const MAX_CHUNK_FRAMES = 50;
/** Most bytes of content, and of metadata, in a chunk with more than one frame: one read stays below 100 µs (log-notes §3). */
export const CHUNK_LIMIT_BYTES: number = 16 * 1024;
/** Most bytes per frame in the columns before metadata and content: seq 5, time 8, kind 1, two lengths 4 each. */
export const MAX_COLUMN_BYTES = 22;
/** Most bytes of a chunk's columns: one frame of the largest size. */
export const MAX_CHUNK_RAW_BYTES: number = MAX_ENTRY_BYTES + MAX_COLUMN_BYTES;
/** Deflate cannot shrink more than this: 258 bytes from 2 bits. Source: RFC 1951 §3.2.5. */
export const MAX_DEFLATE_RATIO = 1032;

/** Frame byte: the kind in the low bits, then two flags. */
export const FRAME_KIND_MASK = 0x3f;
export const FRAME_IS_DELTA = 0x40;
export const FRAME_IS_PACKED = 0x80;

// Directory entry.
export const ENTRY_OFFSET_AT = 0;
export const ENTRY_COUNT_AT: number = ENTRY_OFFSET_AT + 6;
export const ENTRY_RESERVED_AT: number = ENTRY_COUNT_AT + 1;
/** Relative to the segment's first seq. */
export const ENTRY_FIRST_SEQ_AT: number = ENTRY_RESERVED_AT + 1;
export const ENTRY_SEQ_SPAN_AT: number = ENTRY_FIRST_SEQ_AT + 4;
export const ENTRY_FIRST_TIME_AT: number = ENTRY_SEQ_SPAN_AT + 4;
export const ENTRY_LAST_TIME_AT: number = ENTRY_FIRST_TIME_AT + 8;
export const DIRECTORY_ENTRY_BYTES: number = ENTRY_LAST_TIME_AT + 8;

// Key tables.
/** Bits of a place that hold the slot within the chunk. */
export const SLOT_BITS = 6;
/** Most chunks that a place can name. */
export const MAX_CHUNKS: number = 2 ** (32 - SLOT_BITS);
export const TABLE_ENTRY_BYTES: number = 4 + 4;
/** Average keys in a bucket. */
export const KEYS_PER_BUCKET = 16;
export const BLOOM_BLOCK_BYTES = 64;
export const BLOOM_BITS_PER_KEY = 10;
/** Bits set for each key. */
export const BLOOM_PROBES = 6;

// Footer.
export const FOOTER_FIRST_SEQ_AT = 0;
export const FOOTER_LAST_SEQ_AT: number = FOOTER_FIRST_SEQ_AT + 8;
export const FOOTER_FRAMES_AT: number = FOOTER_LAST_SEQ_AT + 8;
export const FOOTER_CHUNKS_AT: number = FOOTER_FRAMES_AT + 4;
export const FOOTER_RAW_BYTES_AT: number = FOOTER_CHUNKS_AT + 4;
export const FOOTER_FIRST_TIME_AT: number = FOOTER_RAW_BYTES_AT + 8;
export const FOOTER_LAST_TIME_AT: number = FOOTER_FIRST_TIME_AT + 8;
/** Three times: offset u64, items u32, CRC32 u32. */
export const FOOTER_DIRECTORY_AT: number = FOOTER_LAST_TIME_AT + 8;
export const FOOTER_IDS_AT: number = FOOTER_DIRECTORY_AT + 16;
export const FOOTER_FINGERPRINTS_AT: number = FOOTER_IDS_AT + 16;
export const FOOTER_RESERVED_AT: number = FOOTER_FINGERPRINTS_AT + 16;
export const FOOTER_BYTES = 128;
export const FOOTER_MAGIC_AT: number = FOOTER_BYTES - MAGIC_BYTES;
export const FOOTER_CRC_AT: number = FOOTER_MAGIC_AT - CRC_BYTES;

/** Seqs of a segment lie within this distance of its first. */
export const MAX_SEQ_SPAN: number = 2 ** 32 - 1;

/** The numbers of docs/format/vectors.md. Never renumber: they are on disks. */

export const FORMAT_VERSION = 1;
export const SEGMENT_MAGIC: Uint8Array = Uint8Array.of(0x56, 0x49, 0x44, 0x4d, 0x56, 0x45, 0x43, FORMAT_VERSION);
export const DEAD_MAGIC: Uint8Array = Uint8Array.of(0x56, 0x49, 0x44, 0x4d, 0x44, 0x45, 0x44, FORMAT_VERSION);

export const MAX_DIMENSIONS = 65_535;
export const MAX_SEGMENT_ROWS: number = 2 ** 24;
export const MAX_KEY: number = 2 ** 48 - 1;
/** Keys of a segment are stored as u32, counted from the least. */
export const MAX_KEY_SPAN: number = 2 ** 32 - 1;

export const HEADER_BYTES = 64;
export const HEADER_CHECKSUM_AT: number = HEADER_BYTES - 4;
export const KEY_BYTES = 4;
export const END_BYTES = 4;
export const MODEL_BYTES = 8;

export const SKETCH_BLOCK_BYTES = 16;
const SKETCH_BLOCK_BITS = SKETCH_BLOCK_BYTES * 8;

/** 16-byte blocks in the sketch of a vector. */
export function sketchBlocks(dimensions: number): number {
  return Math.ceil(dimensions / SKETCH_BLOCK_BITS);
}

/** Bytes of the sketch of a vector. */
export function sketchBytes(dimensions: number): number {
  return sketchBlocks(dimensions) * SKETCH_BLOCK_BYTES;
}

/** The forms of a record's codes. */
export const FORM = { dense: 0, sparse: 1, underSketch: 2 } as const;
export const RECORD_HEAD_BYTES = 9;
/** The greatest code. */
export const MAX_CODE = 127;

/**
 * Slot marks: a set of frames of one sealed segment, by chunk and slot; 8 bytes a chunk.
 */
import { SLOT_BITS } from "./format.ts";

/** Some frames of a segment. */
export interface SlotMarks {
  /** How many frames are marked. */
  readonly count: number;
  add(chunk: number, slot: number): void;
  has(chunk: number, slot: number): boolean;
  /** Whether any frame of a chunk is marked. */
  isTouched(chunk: number): boolean;
}

const BYTES_PER_CHUNK: number = 2 ** SLOT_BITS / 8;

/** No frame of a segment of so many chunks. */
export function createSlotMarks(chunks: number): SlotMarks {
  const bits = new Uint8Array(chunks * BYTES_PER_CHUNK);
  let count = 0;
  const byteOf = (chunk: number, slot: number): number => chunk * BYTES_PER_CHUNK + (slot >>> 3);
  const has = (chunk: number, slot: number): boolean => (((bits[byteOf(chunk, slot)] ?? 0) >>> (slot & 7)) & 1) === 1;
  return {
    get count() {
      return count;
    },
    add: (chunk, slot) => {
      if (has(chunk, slot)) return;
      count++;
      bits[byteOf(chunk, slot)] = (bits[byteOf(chunk, slot)] ?? 0) | (1 << (slot & 7));
    },
    has,
    isTouched: (chunk) => {
      const from = chunk * BYTES_PER_CHUNK;
      for (let at = from; at < from + BYTES_PER_CHUNK; at++) if ((bits[at] ?? 0) !== 0) return true;
      return false;
    },
  };
}

/**
 * Chunk peek: seqs, times and kinds of a chunk without inflating its texts. These columns come first, so that the first few
 * hundred bytes of the payload are enough for nearly every chunk; the others are decoded whole.
 */
import { headBytes } from "./chunk-header.ts";
import { decodeChunk } from "./chunk-reader.ts";
import type { PackedChunk } from "./chunk-reader.ts";
import { decodeHeads } from "./columns.ts";
import type { Place } from "./damage.ts";
import { CHUNK_IS_STORED, FRAME_IS_DELTA, FRAME_KIND_MASK } from "./format.ts";
import { createPrefixInflater, type PrefixInflater } from "./inflate-prefix.ts";

/** What a peek tells of each frame of a chunk, in order of seq. */
export interface ChunkPeek {
  readonly seqs: Float64Array;
  /** ms */
  readonly times: Float64Array;
  /** Index into FRAME_KINDS. */
  kindAt(slot: number): number;
  isDeltaAt(slot: number): boolean;
  /** Whether any frame is a delta. */
  readonly hasDeltas: boolean;
}

/** Bytes a frame that are inflated at first: one for the seq, one for the kind, and five for the time, which often takes three. */
const PEEKED_BYTES = 7;
const inflatePrefix: PrefixInflater = createPrefixInflater();

/** Peeks into a checked chunk. @throws FRAMES_CORRUPT when its columns are not legal. */
export function peekChunk(packed: PackedChunk, place: Place): ChunkPeek {
  const { header, bytes } = packed;
  const payload = bytes.subarray(headBytes(header.count, header.flags));
  const isStored = (header.flags & CHUNK_IS_STORED) !== 0;
  const start = isStored ? payload : inflatePrefix(payload, Math.min(PEEKED_BYTES * header.count, header.rawBytes));
  const heads = start === undefined ? undefined : decodeHeads(start, header);
  if (typeof heads === "object") return toPeek(heads.seqs, heads.times, heads.kinds);
  return peekWhole(packed, place);
}

function peekWhole(packed: PackedChunk, place: Place): ChunkPeek {
  const chunk = decodeChunk(packed, place);
  const frames = Array.from({ length: chunk.count }, (_, slot) => chunk.frame(slot));
  return toPeek(
    Float64Array.from(frames, ({ seq }) => seq),
    Float64Array.from(frames, ({ timestamp }) => timestamp),
    Uint8Array.from(frames, ({ kind, isDelta }) => kind | (isDelta ? FRAME_IS_DELTA : 0)),
  );
}

function toPeek(seqs: Float64Array, times: Float64Array, kinds: Uint8Array): ChunkPeek {
  return {
    seqs,
    times,
    kindAt: (slot) => (kinds[slot] ?? 0) & FRAME_KIND_MASK,
    isDeltaAt: (slot) => ((kinds[slot] ?? 0) & FRAME_IS_DELTA) !== 0,
    hasDeltas: kinds.some((kind) => (kind & FRAME_IS_DELTA) !== 0),
  };
}

/**
 * Rewriting chunks: a sealed segment with some of its frames replaced or left out. All other chunks are copied as they are.
 * Invariants: S4 the result reads like a segment written from what is left; no delta keeps a base that was replaced or left out:
 * it becomes whole; every chunk is checked before it is copied. Source of the cost: log-notes §7 ("Erase").
 */
import { deltaBaseDistance } from "../delta/delta.ts";
import type { RawFrame } from "../raw-frame.ts";
import type { AssemblyOptions, SealedSummary } from "./assembly.ts";
import { chunkBytes } from "./chunk-header.ts";
import { peekChunk } from "./chunk-peek.ts";
import { createChunkPipeline } from "./chunk-pipeline.ts";
import type { ChunkPipeline } from "./chunk-pipeline.ts";
import type { SealLevel } from "./deflater.ts";
import { decodeChunk } from "./chunk-reader.ts";
import type { Chunk, PackedChunk } from "./chunk-reader.ts";
import { HEADER_BYTES } from "./format.ts";
import { createSeqList } from "./seq-list.ts";
import type { SeqList } from "./seq-list.ts";
import type { SealedSegment } from "./segment-reader.ts";
import type { SlotMarks } from "./slot-marks.ts";

/** What to change, and where the new segment goes. */
export interface RewriteChunksOptions extends Omit<AssemblyOptions, "range"> {
  readonly level: SealLevel;
  /** The frames to change. */
  readonly marks: SlotMarks;
  /** What stands in a marked frame's place: a frame of the same seq that is no delta, or nothing. */
  readonly replace: (frame: RawFrame) => RawFrame | undefined;
  /** Gives a frame with its content whole; asked for deltas whose base is marked. */
  readonly toWhole: (frame: RawFrame) => RawFrame;
}

interface Rewriting extends RewriteChunksOptions {
  readonly pipeline: ChunkPipeline;
  /** Seqs of the marked frames met so far. A base lies before its deltas, so no later one can matter. */
  readonly gone: SeqList;
}

/**
 * Writes the segment anew, with the range that it has. Nothing is synced: that is the caller's.
 * @throws FRAMES_CORRUPT when the segment is damaged; what `write`, `replace` and `toWhole` throw.
 */
export async function rewriteChunks(segment: SealedSegment, options: RewriteChunksOptions): Promise<SealedSummary> {
  const { firstSeq, lastSeq, path } = segment;
  const pipeline = createChunkPipeline({ ...options, range: { firstSeq, lastSeq } });
  const rewriting: Rewriting = { ...options, pipeline, gone: createSeqList() };
  let ordinal = 0;
  let offset = HEADER_BYTES;
  for (const packed of segment.packedChunks()) {
    if (rewriteChunk(packed, rewriting, { ordinal, path, offset })) await pipeline.settle();
    offset += chunkBytes(packed.header);
    ordinal++;
  }
  return pipeline.finish();
}

interface ChunkPlace {
  readonly ordinal: number;
  readonly path: string;
  readonly offset: number;
}

/** @returns whether to settle the pipeline before the next chunk. */
function rewriteChunk(packed: PackedChunk, rewriting: Rewriting, place: ChunkPlace): boolean {
  const { marks, pipeline, gone } = rewriting;
  const isTouched = marks.isTouched(place.ordinal);
  const mayLoseBase = isTouched || (gone.count > 0 && peekChunk(packed, place).hasDeltas);
  if (!mayLoseBase) return pipeline.put(packed.bytes);
  const chunk = decodeChunk(packed, place);
  if (!isTouched && !losesBase(chunk, gone)) return pipeline.put(packed.bytes);
  let isFull = false;
  for (let slot = 0; slot < chunk.count; slot++) {
    const frame = chunk.frame(slot);
    const isMarked = marks.has(place.ordinal, slot);
    if (isMarked) gone.add(frame.seq);
    const kept = isMarked ? rewriting.replace(frame) : isOrphan(frame, gone) ? rewriting.toWhole(frame) : frame;
    if (kept !== undefined) isFull = pipeline.add(kept) || isFull;
  }
  return isFull;
}

function losesBase(chunk: Chunk, gone: SeqList): boolean {
  for (let slot = 0; slot < chunk.count; slot++) if (isOrphan(chunk.frame(slot), gone)) return true;
  return false;
}

/** Whether a frame is a delta against one of these seqs. */
function isOrphan({ seq, isDelta, content }: RawFrame, bases: SeqList): boolean {
  return isDelta && bases.has(seq - (deltaBaseDistance(content) ?? 0));
}

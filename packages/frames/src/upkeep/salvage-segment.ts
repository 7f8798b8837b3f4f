/**
 * Salvage segment: writes what is readable of a damaged segment, whatever its format, as a sealed file with the same range.
 * Invariants: every frame that can be read is kept with its seq; a delta whose base is lost cannot, and goes with it; chunks that
 * are whole are copied as they are.
 */
import { deltaBaseDistance } from "../delta/delta.ts";
import { isVidmemError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import { createChunkPipeline, type ChunkPipeline } from "../sealed/chunk-pipeline.ts";
import { openReadableChunks } from "../sealed/readable-chunks.ts";
import type { ReadableChunk } from "../sealed/readable-chunks.ts";
import { createSeqList, type SeqList } from "../sealed/seq-list.ts";
import { isSealed, type SealedFile } from "../store/sealed-segment.ts";
import { SEAL_LEVEL } from "../store/seal-job.ts";
import type { Segment } from "../store/segment.ts";

/** Where the frames go. */
export interface SalvageTarget {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly createdAt: number;
}

/** What became of a segment's frames. */
export interface SalvageCount {
  readonly framesKept: number;
  /** Exact as long as the segment's footer can be read; otherwise frames that compaction dropped count as lost. */
  readonly framesLost: number;
}

interface Salvaging {
  readonly pipeline: ChunkPipeline;
  readonly kept: SeqList;
}

/** @throws FRAMES_IO; damage never throws. */
export async function salvageSegment(segment: Segment, target: SalvageTarget): Promise<SalvageCount> {
  const { firstSeq, lastSeq } = segment;
  const pipeline = createChunkPipeline({ ...target, range: { firstSeq, lastSeq }, level: SEAL_LEVEL });
  const salvaging: Salvaging = { pipeline, kept: createSeqList() };
  const frames = isSealed(segment) ? await keepChunks(segment, salvaging) : await keepRows(segment, salvaging);
  await pipeline.finish();
  const framesKept = salvaging.kept.count;
  return { framesKept, framesLost: frames - framesKept };
}

/** @returns how many frames the segment had, as far as is known. */
async function keepChunks(segment: SealedFile, salvaging: Salvaging): Promise<number> {
  const { open, file, firstSeq, lastSeq, sizeBytes } = segment;
  const { frames, chunks } = openReadableChunks({ file: open, path: file, sizeBytes, firstSeq, lastSeq });
  for (const readable of chunks) if (keepChunk(readable, salvaging)) await salvaging.pipeline.settle();
  return Math.max(frames ?? lastSeq - firstSeq + 1, salvaging.kept.count);
}

/** @returns whether to settle the pipeline before the next chunk. */
function keepChunk({ bytes, chunk }: ReadableChunk, { pipeline, kept }: Salvaging): boolean {
  const before = kept.count;
  const readable: RawFrame[] = [];
  for (let slot = 0; slot < chunk.count; slot++) {
    const frame = chunk.frame(slot);
    if (!hasBase(frame, kept)) continue;
    kept.add(frame.seq);
    readable.push(frame);
  }
  if (kept.count - before === chunk.count) return pipeline.put(bytes);
  let isFull = false;
  for (const frame of readable) isFull = pipeline.add(frame) || isFull;
  return isFull;
}

async function keepRows(segment: Segment, { pipeline, kept }: Salvaging): Promise<number> {
  const { firstSeq, lastSeq } = segment;
  for (let seq = firstSeq; seq <= lastSeq; seq++) {
    const frame = readRow(segment, seq);
    if (frame === undefined || !hasBase(frame, kept)) continue;
    kept.add(seq);
    if (pipeline.add(frame)) await pipeline.settle();
  }
  return lastSeq - firstSeq + 1;
}

function readRow(segment: Segment, seq: number): RawFrame | undefined {
  try {
    return segment.frame(seq);
  } catch (error) {
    if (isVidmemError(error) && error.code === "FRAMES_CORRUPT") return undefined;
    throw error;
  }
}

function hasBase({ seq, isDelta, content }: RawFrame, kept: SeqList): boolean {
  return !isDelta || kept.has(seq - (deltaBaseDistance(content) ?? 0));
}

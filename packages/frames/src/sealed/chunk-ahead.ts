/**
 * Chunks ahead: the chunks of a range in order, while zlib inflates the next ones in libuv's pool: most of a scan's time is inflating.
 * Invariants: chunks come in order whatever ends first; what is under way is bounded in number and in bytes, or is one larger chunk;
 * chunks before a damaged one are given out before it throws.
 */
import { decodeChunkInPool } from "./chunk-reader.ts";
import type { Chunk } from "./chunk-reader.ts";
import { checkPlaced, sweepBytes } from "./chunk-source.ts";
import type { FoundChunk, SourceParts } from "./chunk-source.ts";
import { lostUpTo } from "./damage.ts";
import { createInflater, type Inflater } from "./inflater.ts";
import type { SegmentState } from "./segment-state.ts";

/** Chunks under way, inflated or not, each with a zlib stream: more than threads, so that the pool never waits for this thread. */
const MAX_AHEAD = 8;
/** Bytes of columns under way. */
const MAX_AHEAD_BYTES: number = 2 * 1024 * 1024;

/** See `SealedSegment.scan`. */
export async function* scanAhead(
  state: SegmentState,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<Chunk, void, undefined> {
  const inflater = createInflater();
  const queue = createChunkQueue();
  try {
    for (const underWay of startChunks(state, { fromSeq, toSeq, inflater })) {
      queue.push(underWay);
      while (queue.isFull) {
        const chunk = await queue.take();
        if (chunk.lastSeq >= fromSeq) yield chunk;
      }
    }
    while (!queue.isEmpty) {
      const chunk = await queue.take();
      if (chunk.lastSeq >= fromSeq) yield chunk;
    }
  } finally {
    inflater.close();
  }
}

interface ScanRange {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly inflater: Inflater;
}

/** Starts one chunk a step. What ends it early comes last, as a chunk that fails: the chunks before it come first. */
function* startChunks(state: SegmentState, range: ScanRange): Generator<ChunkUnderWay, void, undefined> {
  const parts = state.source();
  const { directory } = parts;
  const from = Math.max(0, directory.chunkBefore(range.fromSeq));
  const to = Math.min(directory.chunks, directory.chunkBefore(range.toSeq) + 1);
  try {
    for (const found of sweepBytes(parts, { from, to, isKept: true })) {
      const isLast = found.ordinal + 1 === directory.chunks;
      const lastLost = isLast ? state.footer().lastSeq : directory.firstSeq(found.ordinal + 1) - 1;
      yield startChunk(parts, found, { inflater: range.inflater, lastLost });
    }
  } catch (failure) {
    yield { chunk: Promise.reject(failure), rawBytes: 0, lastLost: undefined };
  }
}

function startChunk(
  parts: SourceParts,
  found: FoundChunk & { readonly bytes: Buffer },
  { inflater, lastLost }: { readonly inflater: Inflater; readonly lastLost: number },
): ChunkUnderWay {
  try {
    const packed = checkPlaced(parts, found, found.bytes);
    const chunk = decodeChunkInPool(packed, { path: parts.path, offset: found.offset }, inflater);
    return { chunk, rawBytes: packed.header.rawBytes, lastLost };
  } catch (error) {
    return { chunk: Promise.reject(error), rawBytes: 0, lastLost };
  }
}

interface ChunkUnderWay {
  readonly chunk: Promise<Chunk>;
  readonly rawBytes: number;
  /** The last seq that damage to the chunk can have taken. */
  readonly lastLost: number | undefined;
}

/** Chunks under way, in order. */
interface ChunkQueue {
  readonly isEmpty: boolean;
  readonly isFull: boolean;
  push(chunk: ChunkUnderWay): void;
  /** Takes out the oldest. @throws what went wrong with it. */
  take(): Promise<Chunk>;
}

function createChunkQueue(): ChunkQueue {
  const queue: ChunkUnderWay[] = [];
  let bytes = 0;
  return {
    get isEmpty() {
      return queue.length === 0;
    },
    get isFull() {
      return queue.length > MAX_AHEAD || (bytes > MAX_AHEAD_BYTES && queue.length > 0);
    },
    push(underWay) {
      underWay.chunk.catch(() => undefined); // whoever comes to it sees the failure; a scan that was left early does not
      queue.push(underWay);
      bytes += underWay.rawBytes;
    },
    async take() {
      const { chunk, rawBytes, lastLost } = queue.shift()!;
      bytes -= rawBytes;
      try {
        return await chunk;
      } catch (error) {
        throw lastLost === undefined ? error : lostUpTo(error, lastLost);
      }
    },
  };
}

/**
 * Chunks ahead: the chunks of a range in order, while zlib inflates the next ones in libuv's pool: most of a scan's time is inflating.
 * Invariants: chunks come in order whatever ends first; what is under way is bounded in number and in bytes, or is one larger chunk;
 * chunks before a damaged one are given out before it throws.
 */
import { decodeChunk, decodeChunkInPool } from "./chunk-reader.ts";
import type { Chunk, PackedChunk } from "./chunk-reader.ts";
import { checkPlaced, sweepBytes } from "./chunk-source.ts";
import type { FoundChunk, SourceParts } from "./chunk-source.ts";
import { lostUpTo } from "./damage.ts";
import type { Place } from "./damage.ts";
import { createInflater, type Inflater } from "./inflater.ts";
import type { SegmentState } from "./segment-state.ts";

/** Chunks with zlib in the pool at a time. Above that this thread inflates too: with two cores it would have nothing to do. */
const MAX_IN_POOL = 6;
/** Chunks under way, inflated or not: few more than the pool takes, or this thread would inflate most of them before it looks at the pool. */
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
  const decode = createDecoder(inflater);
  const queue = createChunkQueue();
  try {
    for (const underWay of startChunks(state, { fromSeq, toSeq, decode })) {
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
  readonly decode: Decoder;
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
      yield startChunk(parts, found, { decode: range.decode, lastLost });
    }
  } catch (failure) {
    yield { chunk: Promise.reject(failure), rawBytes: 0, lastLost: undefined };
  }
}

function startChunk(
  parts: SourceParts,
  found: FoundChunk & { readonly bytes: Buffer },
  { decode, lastLost }: { readonly decode: Decoder; readonly lastLost: number },
): ChunkUnderWay {
  try {
    const packed = checkPlaced(parts, found, found.bytes);
    const chunk = decode(packed, { path: parts.path, offset: found.offset });
    return { chunk, rawBytes: packed.header.rawBytes, lastLost };
  } catch (error) {
    return { chunk: Promise.reject(error), rawBytes: 0, lastLost };
  }
}

type Decoder = (packed: PackedChunk, place: Place) => Promise<Chunk> | Chunk;

/** Decodes chunks in the pool while it has room, and on this thread otherwise. @throws as `decodeChunk`. */
function createDecoder(inflater: Inflater): Decoder {
  let inPool = 0;
  const left = (): void => void inPool--;
  return (packed, place) => {
    if (inPool >= MAX_IN_POOL) return decodeChunk(packed, place);
    inPool++;
    const chunk = decodeChunkInPool(packed, place, inflater);
    chunk.then(left, left);
    return chunk;
  };
}

interface ChunkUnderWay {
  readonly chunk: Promise<Chunk> | Chunk;
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
      const { chunk } = underWay;
      // Whoever comes to it sees the failure; a scan that was left early does not.
      if (chunk instanceof Promise) chunk.catch(() => undefined);
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

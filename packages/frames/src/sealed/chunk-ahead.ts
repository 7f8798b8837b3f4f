/**
 * Chunks ahead: the chunks of a range in order, while zlib inflates the next ones in libuv's pool: most of a scan's time is inflating.
 * Invariants: chunks come in order whatever ends first; what is under way is bounded in number and in bytes, or is one larger chunk;
 * chunks before a damaged one are given out before it throws.
 */
import { decodeChunk, decodeChunkInPool } from "./chunk-reader.ts";
import type { Chunk, PackedChunk } from "./chunk-reader.ts";
import { checkPlaced, sweepBytes } from "./chunk-source.ts";
import { lostUpTo } from "./damage.ts";
import type { Place } from "./damage.ts";
import type { SegmentState } from "./segment-state.ts";

/** Chunks with zlib in the pool at a time. Above that this thread inflates too: with two cores it would have nothing to do. */
const MAX_IN_POOL = 6;
/** Chunks under way, inflated or not. */
const MAX_AHEAD = 16;
/** Bytes of columns under way. */
const MAX_AHEAD_BYTES: number = 2 * 1024 * 1024;

/** See `SealedSegment.scan`. */
export async function* scanAhead(
  state: SegmentState,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<Chunk, void, undefined> {
  const parts = state.source();
  const { directory, path } = parts;
  const decode = createDecoder();
  const queue = createChunkQueue();
  const range = {
    from: Math.max(0, directory.chunkBefore(fromSeq)),
    to: Math.min(directory.chunks, directory.chunkBefore(toSeq) + 1),
    isKept: true,
  };
  for (const found of orFailure(sweepBytes(parts, range))) {
    if ("failure" in found) {
      queue.push({ chunk: Promise.reject(found.failure), rawBytes: 0, lastLost: undefined });
      break;
    }
    const isLast = found.ordinal + 1 === directory.chunks;
    const lastLost = isLast ? state.footer().lastSeq : directory.firstSeq(found.ordinal + 1) - 1;
    try {
      const packed = checkPlaced(parts, found, found.bytes);
      const chunk = decode(packed, { path, offset: found.offset });
      queue.push({ chunk, rawBytes: packed.header.rawBytes, lastLost });
    } catch (error) {
      queue.push({ chunk: Promise.reject(error), rawBytes: 0, lastLost });
    }
    while (queue.isFull) {
      const chunk = await queue.take();
      if (chunk.lastSeq >= fromSeq) yield chunk;
    }
  }
  while (!queue.isEmpty) {
    const chunk = await queue.take();
    if (chunk.lastSeq >= fromSeq) yield chunk;
  }
}

/** What a sweep gives, then what ended it early, if anything did: the chunks before that come first. */
function* orFailure<T>(sweep: Iterable<T>): Generator<T | { readonly failure: unknown }, void, undefined> {
  try {
    yield* sweep;
  } catch (failure) {
    yield { failure };
  }
}

/** Decodes chunks in the pool while it has room, and on this thread otherwise. @throws as `decodeChunk`. */
function createDecoder(): (packed: PackedChunk, place: Place) => Promise<Chunk> | Chunk {
  let inPool = 0;
  return (packed, place) => {
    if (inPool >= MAX_IN_POOL) return decodeChunk(packed, place);
    inPool++;
    return decodeChunkInPool(packed, place).finally(() => inPool--);
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

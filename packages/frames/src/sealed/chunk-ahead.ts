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
  const { directory } = parts;
  const ahead = createAhead();
  const range = {
    from: Math.max(0, directory.chunkBefore(fromSeq)),
    to: Math.min(directory.chunks, directory.chunkBefore(toSeq) + 1),
    isKept: true,
  };
  for (const found of sweepBytes(parts, range)) {
    const isLast = found.ordinal + 1 === directory.chunks;
    const lastLost = isLast ? state.footer().lastSeq : directory.firstSeq(found.ordinal + 1) - 1;
    ahead.start(() => checkPlaced(parts, found, found.bytes), { path: parts.path, offset: found.offset, lastLost });
    while (ahead.isFull) {
      const chunk = await ahead.next();
      if (chunk.lastSeq >= fromSeq) yield chunk;
    }
  }
  while (ahead.count > 0) {
    const chunk = await ahead.next();
    if (chunk.lastSeq >= fromSeq) yield chunk;
  }
}

/** Chunks under way, in order. */
interface Ahead {
  readonly count: number;
  readonly isFull: boolean;
  /** Begins with a chunk; what goes wrong with it is thrown when it is its turn. */
  start(check: () => PackedChunk, place: Place & { readonly lastLost: number }): void;
  /** The oldest chunk. */
  next(): Promise<Chunk> | Chunk;
}

function createAhead(): Ahead {
  const queue: { readonly chunk: Promise<Chunk> | Chunk; readonly rawBytes: number }[] = [];
  let bytes = 0;
  let inPool = 0;
  const inflate = async (packed: PackedChunk, place: Place & { readonly lastLost: number }): Promise<Chunk> => {
    inPool++;
    try {
      return await decodeChunkInPool(packed, place);
    } catch (error) {
      throw lostUpTo(error, place.lastLost);
    } finally {
      inPool--;
    }
  };
  return {
    get count() {
      return queue.length;
    },
    get isFull() {
      return queue.length > MAX_AHEAD || (bytes > MAX_AHEAD_BYTES && queue.length > 0);
    },
    start(check, place) {
      let rawBytes = 0;
      let chunk: Promise<Chunk> | Chunk;
      try {
        const packed = check();
        ({ rawBytes } = packed.header);
        chunk = inPool < MAX_IN_POOL ? inflate(packed, place) : decodeChunk(packed, place);
      } catch (error) {
        chunk = Promise.reject(lostUpTo(error, place.lastLost));
      }
      // Whoever comes to it sees the failure; a scan that was left early does not.
      if (chunk instanceof Promise) chunk.catch(() => undefined);
      queue.push({ chunk, rawBytes });
      bytes += rawBytes;
    },
    next() {
      const { chunk, rawBytes } = queue.shift()!;
      bytes -= rawBytes;
      return chunk;
    },
  };
}

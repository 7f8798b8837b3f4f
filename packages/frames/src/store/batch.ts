/**
 * Batch: rows that share one write, and the promise that all their savers wait for.
 * Invariant: a batch is contiguous in one segment; its first row is marked as the first of a commit group.
 */
import { createDeferred, type Deferred } from "./deferred.ts";
import type { RowSegment } from "./row-segment.ts";

/** Bytes of a batch's memory, unless one row needs more: also the most that one commit group holds. */
const ARENA_BYTES: number = 1024 * 1024;
/** As many as a bulk load fills: 8 MiB that wait for the disk, and one on each side. */
const FREE_ARENAS = 10;

/** A group of rows on its way to the disk. */
export interface Batch {
  readonly segment: RowSegment;
  readonly offset: number;
  readonly firstSeq: number;
  readonly arena: Uint8Array;
  readonly done: Deferred;
  lastSeq: number;
  usedBytes: number;
}

/** Creates a batch without rows, which begins at an offset of a segment. */
export function createBatch(start: Pick<Batch, "segment" | "offset" | "firstSeq" | "arena">): Batch {
  const { segment, offset, firstSeq, arena } = start;
  return { segment, offset, firstSeq, arena, done: createDeferred(), lastSeq: firstSeq - 1, usedBytes: 0 };
}

/** Memory for batches, used again: a fresh megabyte a commit would cost more than the commit. */
export interface ArenaPool {
  take(sizeBytes: number): Uint8Array;
  give(arena: Uint8Array): void;
}

/** Creates a pool that keeps at most FREE_ARENAS arenas of ARENA_BYTES. */
export function createArenaPool(): ArenaPool {
  const free: Uint8Array[] = [];
  return {
    take: (sizeBytes) =>
      sizeBytes > ARENA_BYTES ? new Uint8Array(sizeBytes) : (free.pop() ?? new Uint8Array(ARENA_BYTES)),
    give: (arena) => {
      if (arena.length === ARENA_BYTES && free.length < FREE_ARENAS) free.push(arena);
    },
  };
}

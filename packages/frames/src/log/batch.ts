/**
 * Batch: entries that share one write and one sync, and the promise that all their savers wait for.
 * Invariant: a batch is contiguous in one segment; its promise never raises an unhandled rejection.
 */
import { writeEntry } from "../entry/writer.ts";
import type { PreparedEntry } from "../entry/writer.ts";
import type { FrameId } from "../frame-id.ts";
import { idWords } from "./locations.ts";
import type { LocationRow } from "./locations.ts";
import type { SegmentName } from "./segments.ts";

/** Bytes of a batch's memory, unless one entry needs more. */
const ARENA_BYTES = 1024 * 1024;
const FREE_ARENAS = 4;

/** A promise with its two ends. */
export interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(reason: unknown): void;
}

/** A group of entries on its way to the disk. */
export interface Batch {
  readonly segment: SegmentName;
  readonly offset: number;
  readonly firstSeq: number;
  readonly arena: Buffer;
  readonly rows: LocationRow[];
  readonly done: Deferred;
  usedBytes: number;
}

/** Creates a batch which begins at an offset of a segment. */
export function createBatch(start: Pick<Batch, "segment" | "offset" | "firstSeq" | "arena">): Batch {
  return { ...start, rows: [], done: deferred(), usedBytes: 0 };
}

/** Copies an entry into the batch, which must have room for it. */
export function addToBatch(batch: Batch, entry: PreparedEntry): void {
  writeEntry(entry, batch.arena, batch.usedBytes);
  const [idHigh, idLow] = idWords(entry.id);
  batch.rows.push({ idHigh, idLow, offset: batch.offset + batch.usedBytes, sizeBytes: entry.sizeBytes });
  batch.usedBytes += entry.sizeBytes;
}

/** The newest batch that holds an id, or the one that holds a seq. */
export function findBatch(batches: readonly Batch[], wanted: FrameId | number): Batch | undefined {
  if (batches.length === 0) return undefined;
  if (typeof wanted === "number") {
    return batches.find((batch) => wanted >= batch.firstSeq && wanted < batch.firstSeq + batch.rows.length);
  }
  const [high, low] = idWords(wanted);
  return batches.findLast((batch) => batch.rows.some((row) => row.idLow === low && row.idHigh === high));
}

/** Memory for batches, used again: a fresh megabyte a commit would cost more than the commit. */
export interface ArenaPool {
  take(sizeBytes: number): Buffer;
  give(arena: Buffer): void;
}

/** Creates a pool that keeps at most FREE_ARENAS arenas of ARENA_BYTES. */
export function createArenaPool(): ArenaPool {
  const free: Buffer[] = [];
  return {
    take: (sizeBytes) =>
      sizeBytes > ARENA_BYTES ? Buffer.allocUnsafe(sizeBytes) : (free.pop() ?? Buffer.allocUnsafe(ARENA_BYTES)),
    give: (arena) => {
      if (arena.length === ARENA_BYTES && free.length < FREE_ARENAS) free.push(arena);
    },
  };
}

/** Creates a promise with its two ends; ignoring it is allowed. */
export function deferred(): Deferred {
  let ends: Pick<Deferred, "resolve" | "reject"> | undefined;
  const promise = new Promise<void>((resolve, reject) => {
    ends = { resolve, reject };
  });
  promise.catch(() => undefined); // whoever cares awaits the promise itself
  return { promise, resolve: () => ends?.resolve(), reject: (reason) => ends?.reject(reason) };
}

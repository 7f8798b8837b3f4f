/**
 * The state of a stored vector index, shared by its verbs: what is in segments, what is being written, and what is only in
 * memory. Invariants: a key has at most one live row in all sources; segments stand in order of number.
 */
import type { Disk } from "@vidmem/frames";
import type { VectorFolder } from "./folder.ts";
import type { SegmentEntry } from "./manifest.ts";
import { createMemoryRows, type MemoryRows } from "./memory-rows.ts";
import type { VectorRows } from "./rows.ts";
import type { SegmentRows } from "./segment-rows.ts";

/** A segment that counts: what the manifest says of it, and its rows. */
export interface StoredSegment {
  readonly entry: SegmentEntry;
  readonly rows: SegmentRows;
}

/** When segments are made. */
export interface SegmentLimits {
  /** Rows in memory that start a flush. */
  readonly flushRows: number;
  /** Segments of at least half as many rows are not merged any more. */
  readonly segmentRows: number;
}

/** What the verbs work on. */
export interface VectorStore {
  readonly disk: Disk;
  readonly folder: VectorFolder;
  readonly model: string;
  readonly limits: SegmentLimits;
  /** Fixed by the manifest, the options or the first vector. */
  dimensions: number | undefined;
  segments: StoredSegment[];
  /** Rows that are being written as a segment; they are searched until it counts. */
  frozen: MemoryRows | undefined;
  /** Rows that are only in memory; made when the dimensions are known. */
  pending: MemoryRows | undefined;
  /** For the next file. */
  nextNumber: number;
  /** The manifest on the disk names segments that do not count any more, or misses some. */
  isManifestStale: boolean;
  /** Vectors that were lost to damage since the opening. */
  lostCount: number;
}

/** Everything that is searched, older rows first. */
export function sourcesOf({ segments, frozen, pending }: VectorStore): VectorRows[] {
  const sources: VectorRows[] = segments.map(({ rows }) => rows);
  if (frozen !== undefined) sources.push(frozen);
  if (pending !== undefined) sources.push(pending);
  return sources;
}

/** Where a key's live row is. */
export function findRow(
  sources: readonly VectorRows[],
  key: number,
): { readonly source: VectorRows; readonly row: number } | undefined {
  for (let at = sources.length - 1; at >= 0; at--) {
    const row = sources[at]!.find(key);
    if (row >= 0) return { source: sources[at]!, row };
  }
  return undefined;
}

/** The rows that vectors are added to. */
export function pendingRows(store: VectorStore, dimensions: number): MemoryRows {
  store.dimensions ??= dimensions;
  store.pending ??= createMemoryRows(dimensions);
  return store.pending;
}

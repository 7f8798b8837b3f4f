/**
 * The stored vector index: quantised vectors in a folder, for millions of them. Each is a 1-bit sketch that every search
 * scans, in memory, and an int8 record on disk that the best candidates are scored by. Format and what survives what:
 * docs/format/vectors.md. Derived data: what is lost or damaged is missing, never an error.
 */
import { nodeDisk, type Disk } from "@vidmem/frames";
import { IndexError } from "../errors.ts";
import { assertDimensions } from "./dimensions.ts";
import type { SketchKernels } from "./kernels/kernels.ts";
import { createKernels } from "./kernels/wasm-kernels.ts";
import { MAX_KEY } from "./stored/format.ts";
import { vectorFolder } from "./stored/folder.ts";
import { ioAs } from "./stored/io-as.ts";
import { findCosines, findNearest, type LoadedSearch } from "./stored/nearest.ts";
import { openStore } from "./stored/open-store.ts";
import { createSketchArena, type SketchArena } from "./stored/sketch-arena.ts";
import type { VectorRows } from "./stored/rows.ts";
import { findRow, pendingRows, sourcesOf, type VectorStore } from "./stored/store.ts";
import { countUnflushed, createUpkeepTurns } from "./stored/upkeep-turns.ts";
import { flushStore, purgeStore } from "./stored/upkeep.ts";
import { toUnit } from "./unit.ts";
import type { VectorIndex } from "./vector-index.ts";

/** Where vectors are kept, and of which model they are. */
export interface StoredVectorIndexOptions {
  /** Absolute path of the folder; made at the first flush. */
  readonly dir: string;
  /** Default: the real disk. */
  readonly disk?: Disk | undefined;
  /** The name of the embedder that makes the vectors; vectors of different names never meet. */
  readonly model: string;
  /** 1..65,535. Default: as many as the folder holds, or as the first vector has. */
  readonly dimensions?: number | undefined;
  /** "read" changes nothing on the disk: what is set stays in memory. Default "write"; then nobody else may write. */
  readonly access?: "read" | "write" | undefined;
  /** When the folder is of another model or length: "fail" (default), or "discard" what is there, as a reindex does. */
  readonly onMismatch?: "fail" | "discard" | undefined;
  /** Vectors in memory that start a flush in the background, default 4,096; more make larger segments sooner and cost memory. */
  readonly flushRows?: number | undefined;
  /** Vectors in a full segment, default 65,536; larger means fewer files and longer merges. */
  readonly segmentRows?: number | undefined;
  /** The inner loops; default: the fastest that run here. */
  readonly kernels?: SketchKernels | undefined;
}

/** A vector index in a folder. */
export interface StoredVectorIndex extends VectorIndex {
  /** Takes out every vector with a larger key, so that nothing of it comes back. @returns how many there were. */
  deleteAbove(key: number): Promise<number>;
  stats(): VectorIndexStats;
}

/** What a vector index holds. */
export interface VectorIndexStats {
  readonly vectors: number;
  readonly segments: number;
  /** Vectors that are only in memory. */
  readonly unflushed: number;
  /** Vectors that were lost to damage since the opening: they are missing until they are embedded again. */
  readonly lost: number;
}

const FLUSH_ROWS = 4096;
const SEGMENT_ROWS = 65_536;

/**
 * Opens a folder of vectors; nothing but its manifest is read until the first call needs more.
 * @throws IndexError INDEX_MODEL_MISMATCH, INDEX_DIMENSION_MISMATCH, INDEX_IO; RangeError for options out of range.
 */
export async function openStoredVectorIndex(options: StoredVectorIndexOptions): Promise<StoredVectorIndex> {
  const { dir, disk = nodeDisk(), access = "write", flushRows = FLUSH_ROWS, segmentRows = SEGMENT_ROWS } = options;
  const opening = await ioAs("open", dir, () =>
    openStore({
      ...options,
      disk,
      folder: vectorFolder(disk, dir),
      access,
      limits: { flushRows, segmentRows },
      onMismatch: options.onMismatch ?? "fail",
    }),
  );
  const { store } = opening;
  const turns = createUpkeepTurns(store, dir);
  let arena: SketchArena | undefined;
  let closing: Promise<void> | undefined;

  function assertOpen(): void {
    if (closing !== undefined) throw new IndexError("INDEX_CLOSED", "The vector index is closed. Open it again.");
  }

  async function load(): Promise<void> {
    assertOpen();
    await ioAs("read", dir, () => opening.load());
    assertOpen();
  }

  async function write(work: (store: VectorStore) => Promise<void>): Promise<void> {
    await load();
    if (access === "write") await turns.take(work);
  }

  /** Runs a search on everything there is, in one go: nothing may change between loading and searching. */
  async function search<T>(query: Float32Array, work: (loaded: LoadedSearch) => T, signal?: AbortSignal): Promise<T> {
    const question = toUnit(query);
    arena ??= createSketchArena(options.kernels ?? createKernels(), query.length);
    // First one segment at a time, a few milliseconds each, so that others get their turn.
    for (const { rows } of store.segments) {
      if (arena.has(rows)) continue;
      arena.load(rows);
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      assertOpen();
    }
    const sources = sourcesOf(store);
    arena.keepOnly(sources);
    for (const source of sources) arena.load(source);
    return work({ arena, sources, question });
  }

  const index: StoredVectorIndex = {
    get dimensions() {
      return store.dimensions;
    },
    get size() {
      return opening.countVectors();
    },
    set: (key, vector) => index.setMany([[key, vector]]),
    async setMany(vectors) {
      const length = store.dimensions ?? vectors[0]?.[1].length;
      for (const [key, vector] of vectors) {
        assertKey(key);
        assertDimensions(length, vector);
      }
      await load();
      for (const [key, vector] of vectors) {
        const pending = pendingRows(store, vector.length);
        const older = findRow(sourcesOf(store), key);
        older?.source.kill(older.row);
        pending.add(key, toUnit(vector));
      }
      if (access === "write") await turns.flushIfFull();
    },
    async delete(key) {
      await load();
      const found = findRow(sourcesOf(store), key);
      found?.source.kill(found.row);
    },
    async deleteAbove(key) {
      await load();
      const killed = sourcesOf(store).reduce((sum, source) => sum + killAbove(source, key), 0);
      if (killed > 0) await index.flush();
      return killed;
    },
    async missing(keys) {
      await load();
      const sources = sourcesOf(store);
      return keys.filter((key) => findRow(sources, key) === undefined);
    },
    async nearest(query, limit, options = {}) {
      options.signal?.throwIfAborted();
      assertDimensions(store.dimensions, query);
      await load();
      if (store.dimensions === undefined || limit <= 0) return [];
      return search(query, (loaded) => findNearest({ ...loaded, limit, options }), options.signal);
    },
    async cosines(query, keys) {
      assertDimensions(store.dimensions, query);
      await load();
      if (store.dimensions === undefined) return new Float64Array(keys.length);
      return search(query, (loaded) => findCosines(loaded, keys));
    },
    flush: () => write(flushStore),
    purge: () => write(purgeStore),
    close: () => (closing ??= close()),
    stats: () => ({
      vectors: opening.countVectors(),
      segments: store.segments.length,
      unflushed: countUnflushed(store),
      lost: store.lostCount + store.segments.reduce((sum, { rows }) => sum + rows.damagedCount, 0),
    }),
  };
  return index;

  /** The last flush runs before the index counts as closed, so that its failure is told; the files are closed all the same. */
  async function close(): Promise<void> {
    try {
      if (access === "write" && opening.isLoaded()) await turns.take(flushStore);
    } finally {
      await turns.settled();
      for (const { rows } of store.segments) await rows.close();
      arena = undefined;
    }
  }
}

function killAbove(source: VectorRows, key: number): number {
  let killed = 0;
  for (let row = 0; row < source.count; row++) {
    if (!source.isLive(row) || source.keyAt(row) <= key) continue;
    source.kill(row);
    killed++;
  }
  return killed;
}

function assertKey(key: number): void {
  if (!Number.isInteger(key) || key < 0 || key > MAX_KEY)
    throw new RangeError(`a key is a whole number from 0 to 2^48-1, not ${key}`);
}

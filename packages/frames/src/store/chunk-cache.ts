/** Chunk cache: chunks of sealed segments that were decoded lately; 100 of them, bounded by bytes too. */
import { LRUCache } from "lru-cache";
import type { Chunk } from "../sealed/chunk-reader.ts";

/** Bounds of the chunk cache. */
export interface ChunkCacheBounds {
  readonly chunks: number;
  readonly sizeBytes: number;
}

export interface ChunkCache {
  /** A number that stands for one open segment. */
  register(): number;
  /** The chunk, made by `read` when it is not cached. */
  get(segment: number, ordinal: number, read: () => Chunk): Chunk;
  /** Forgets the chunks of a segment. */
  drop(segment: number): void;
  readonly hits: number;
  readonly misses: number;
}

/** A segment has fewer chunks than this: its file would be above 64 TiB otherwise. */
const MAX_CHUNKS = 2 ** 32;
const CHUNK_OVERHEAD_BYTES = 1024;

export function createChunkCache(bounds: ChunkCacheBounds): ChunkCache {
  const cache = new LRUCache<number, Chunk>({
    max: bounds.chunks,
    maxSize: bounds.sizeBytes,
    sizeCalculation: (chunk) => chunk.sizeBytes + CHUNK_OVERHEAD_BYTES,
  });
  let registered = 0;
  let hits = 0;
  let misses = 0;
  return {
    register: () => registered++,
    get(segment, ordinal, read) {
      const key = segment * MAX_CHUNKS + ordinal;
      const known = cache.get(key);
      if (known !== undefined) {
        hits++;
        return known;
      }
      misses++;
      const chunk = read();
      cache.set(key, chunk);
      return chunk;
    },
    drop(segment) {
      const keys = [...cache.keys()].filter((key) => Math.floor(key / MAX_CHUNKS) === segment);
      for (const key of keys) cache.delete(key);
    },
    get hits() {
      return hits;
    },
    get misses() {
      return misses;
    },
  };
}

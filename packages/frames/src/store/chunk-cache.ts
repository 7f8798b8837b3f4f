/**
 * Chunk cache: chunks of sealed segments that were decoded lately; 100 of them, bounded by bytes too. The first question decodes a
 * chunk as far as it needs; the next one that needs more decodes all of it.
 */
import { LRUCache } from "lru-cache";
import type { Chunk } from "../sealed/chunk-reader.ts";
import type { ChunkSlot } from "../sealed/segment-reader.ts";

/** Bounds of the chunk cache. */
export interface ChunkCacheBounds {
  readonly chunks: number;
  readonly sizeBytes: number;
}

export interface ChunkCache {
  /** A number that stands for one open segment. */
  register(): number;
  /** The chunk, readable up to the slot; made by `read`, up to a slot or whole, when it is not cached so far. */
  get(segment: number, place: ChunkSlot, read: (slot: number | undefined) => Chunk): Chunk;
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
    get(segment, { chunk, slot }, read) {
      const key = segment * MAX_CHUNKS + chunk;
      const known = cache.get(key);
      if (known !== undefined && slot < known.readable) {
        hits++;
        return known;
      }
      misses++;
      const made = read(known === undefined ? slot : undefined);
      cache.set(key, made);
      return made;
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

/**
 * Embedding cache: an embedder that remembers its last vectors, so that equal texts and repeated questions cost nothing.
 * Bounded by number and by bytes. Texts are not kept: only a SHA-256 of each stands for it.
 */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Embedder } from "./embedder.ts";

/** Bounds of a cache. */
export interface EmbeddingCacheOptions {
  /** Vectors, default 10,000. */
  readonly entries?: number | undefined;
  /** Bytes of all vectors, default 64 MiB: 10,000 vectors of 1,536 dimensions fit. */
  readonly sizeBytes?: number | undefined;
}

const ENTRIES = 10_000;
const SIZE_BYTES = 64 * 2 ** 20;
const KEY_BYTES = 32;

/** The same embedder with a cache. A text that comes twice in one call is embedded once. */
export function withEmbeddingCache(embedder: Embedder, options: EmbeddingCacheOptions = {}): Embedder {
  const cache = new LRUCache<string, Float32Array>({
    max: options.entries ?? ENTRIES,
    maxSize: options.sizeBytes ?? SIZE_BYTES,
    sizeCalculation: (vector) => vector.byteLength + KEY_BYTES,
  });
  return {
    name: embedder.name,
    dimensions: embedder.dimensions,
    async embed(texts, embedOptions) {
      const keys = texts.map((text) => createHash("sha256").update(text).digest("base64"));
      const known = new Map<string, Float32Array>();
      const unknown = new Map<string, string>();
      for (const [at, key] of keys.entries()) {
        const vector = cache.get(key);
        if (vector === undefined) unknown.set(key, texts[at]!);
        else known.set(key, vector);
      }
      const made = unknown.size === 0 ? [] : await embedder.embed([...unknown.values()], embedOptions);
      for (const [at, key] of [...unknown.keys()].entries()) {
        const vector = made[at];
        if (vector === undefined) continue; // too few came: whoever asked says so
        known.set(key, vector);
        cache.set(key, vector.slice());
      }
      // Vectors belong to the caller, so what stays in the cache is never handed out.
      return keys.flatMap((key) => known.get(key)?.slice() ?? []);
    },
  };
}

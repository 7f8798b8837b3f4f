/**
 * The `VectorIndex` port: keeps one vector per key and finds the nearest. In this room: exact and in memory
 * (exact-vector-index.ts, the oracle), or quantised and on disk (stored-vector-index.ts); adapters put a database behind the same verbs.
 * Every implementation passes src/conformance/vector-index.ts. A vector is its direction: lengths are not kept.
 */
export interface VectorIndex {
  /** Length of every vector; fixed when the index was made, or by the first one that is added. */
  readonly dimensions: number | undefined;
  /** Keys that have a vector. */
  readonly size: number;
  /** Adds or replaces; the nearest see it when this resolves. The vector is copied. @throws IndexError INDEX_DIMENSION_MISMATCH */
  set(key: number, vector: Float32Array): Promise<void>;
  /** The same for many: all of them, or none when one has the wrong length. */
  setMany(vectors: readonly KeyedVector[]): Promise<void>;
  /** Takes a vector out; a key without one is no trouble. */
  delete(key: number): Promise<void>;
  /** Those of the keys that have no vector, in their order: what is still to be embedded. */
  missing(keys: readonly number[]): Promise<number[]>;
  /** The `limit` keys with the largest cosine, best first; ties by smaller key. Zero vectors, and those with NaN, have cosine 0. */
  nearest(query: Float32Array, limit: number, options?: NearestOptions): Promise<VectorHit[]>;
  /** The cosine of each key to the query, in the order of `keys`; 0 for a key without a vector. */
  cosines(query: Float32Array, keys: ArrayLike<number>): Promise<Float64Array>;
  /** Resolves when everything set and deleted so far outlives the process. */
  flush(): Promise<void>;
  /** Resolves when nothing of a deleted or replaced vector is left in any file. */
  purge(): Promise<void>;
  /** Flushes and lets go of what is held. Calling it again is no trouble. */
  close(): Promise<void>;
}

/** One vector and its key: a whole number from 0 to 2^48-1. */
export type KeyedVector = readonly [key: number, vector: Float32Array];

/** Which keys may be returned, and how hard to look for them. */
export interface NearestOptions {
  /** Only keys for which this is true. It must not change while the search runs. */
  readonly allows?: ((key: number) => boolean) | undefined;
  /** Only these keys, ascending without repetition: for few keys cheaper than `allows`. With both, both must hold. */
  readonly among?: ArrayLike<number> | undefined;
  /** Default "fast". Implementations that are exact anyway ignore it. */
  readonly accuracy?: VectorAccuracy | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Changes cost and recall: fewer candidates, more, or every vector. Figures: benchmarks/results/vectors.md. */
export type VectorAccuracy = "fast" | "high" | "exhaustive";

/** One neighbour; `cosine` in -1..1. */
export interface VectorHit {
  readonly key: number;
  readonly cosine: number;
}

/**
 * The `VectorIndex` port: keeps one vector per key and finds the nearest. The engine's own implementation is exact and in
 * memory; adapters put a database behind the same verbs.
 */
export interface VectorIndex {
  /** Length of every vector; fixed by the first one that is added. */
  readonly dimensions: number | undefined;
  readonly size: number;
  /** Adds or replaces. The vector is copied. @throws IndexError INDEX_DIMENSION_MISMATCH */
  set(key: number, vector: Float32Array): Promise<void>;
  has(key: number): boolean;
  delete(key: number): Promise<void>;
  /** The `limit` keys with the largest cosine, best first; ties by smaller key. Zero vectors, and those with NaN, have cosine 0. */
  nearest(query: Float32Array, limit: number): Promise<VectorHit[]>;
  /** The cosine of each key to the query, in the order of `keys`; 0 for a key without a vector. */
  cosines(query: Float32Array, keys: readonly number[]): Promise<Float64Array>;
}

/** One neighbour; `cosine` in -1..1. */
export interface VectorHit {
  readonly key: number;
  readonly cosine: number;
}

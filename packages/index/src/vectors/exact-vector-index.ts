/** The exact vector index: every vector in memory, every search looks at all of them. The oracle for faster ones. */
import { IndexError } from "../errors.ts";
import { createTop } from "../ranking/top.ts";
import { dotWith, toStoredVector, type StoredVector } from "./sparse-or-dense.ts";
import type { VectorIndex } from "./vector-index.ts";

export function createExactVectorIndex(): VectorIndex {
  const vectors = new Map<number, StoredVector>();
  let dimensions: number | undefined;

  function assertDimensions(vector: Float32Array): void {
    if (dimensions === undefined || vector.length === dimensions) return;
    throw new IndexError(
      "INDEX_DIMENSION_MISMATCH",
      `This index holds vectors of ${dimensions} dimensions, but one of ${vector.length} came. Use one embedder per store.`,
      { details: { expected: dimensions, found: vector.length } },
    );
  }

  function toUnit(query: Float32Array): Float32Array {
    assertDimensions(query);
    const norm = Math.sqrt(query.reduce((sum, value) => sum + value * value, 0));
    if (!Number.isFinite(norm)) return new Float32Array(query.length);
    return norm === 0 ? query : query.map((value) => value / norm);
  }

  return {
    get dimensions() {
      return dimensions;
    },
    get size() {
      return vectors.size;
    },
    async set(key, vector) {
      assertDimensions(vector);
      dimensions ??= vector.length;
      vectors.set(key, toStoredVector(vector));
    },
    has: (key) => vectors.has(key),
    async delete(key) {
      vectors.delete(key);
    },
    async nearest(query, limit) {
      const unit = toUnit(query);
      const top = createTop(limit, (a, b) => a.score > b.score || (a.score === b.score && a.ordinal < b.ordinal));
      for (const [key, stored] of vectors) top.offer({ ordinal: key, score: dotWith(stored, unit) });
      return top.toSorted().map(({ ordinal, score }) => ({ key: ordinal, cosine: score }));
    },
    async cosines(query, keys) {
      const unit = toUnit(query);
      return Float64Array.from(keys, (key) => {
        const stored = vectors.get(key);
        return stored === undefined ? 0 : dotWith(stored, unit);
      });
    },
  };
}

/** The exact vector index: every vector in memory, every search looks at all of them. The oracle for faster ones. */
import { createTop } from "../ranking/top.ts";
import { assertDimensions } from "./dimensions.ts";
import { dotWith, toStoredVector, type StoredVector } from "./sparse-or-dense.ts";
import { toUnit } from "./unit.ts";
import type { VectorIndex } from "./vector-index.ts";

export function createExactVectorIndex(): VectorIndex {
  const vectors = new Map<number, StoredVector>();
  let dimensions: number | undefined;

  function toQuestion(query: Float32Array): Float32Array {
    assertDimensions(dimensions, query);
    return toUnit(query);
  }

  const index: VectorIndex = {
    get dimensions() {
      return dimensions;
    },
    get size() {
      return vectors.size;
    },
    set: (key, vector) => index.setMany([[key, vector]]),
    async setMany(added) {
      const length = dimensions ?? added[0]?.[1].length;
      for (const [, vector] of added) assertDimensions(length, vector);
      dimensions = length;
      for (const [key, vector] of added) vectors.set(key, toStoredVector(vector));
    },
    async delete(key) {
      vectors.delete(key);
    },
    missing: async (keys) => keys.filter((key) => !vectors.has(key)),
    async nearest(query, limit, { allows, among, signal } = {}) {
      signal?.throwIfAborted();
      const unit = toQuestion(query);
      const top = createTop(limit, (a, b) => a.score > b.score || (a.score === b.score && a.ordinal < b.ordinal));
      for (const key of among === undefined ? vectors.keys() : Array.from(among)) {
        const stored = vectors.get(key);
        if (stored === undefined || allows?.(key) === false) continue;
        top.offer({ ordinal: key, score: dotWith(stored, unit) });
      }
      return top.toSorted().map(({ ordinal, score }) => ({ key: ordinal, cosine: score }));
    },
    async cosines(query, keys) {
      const unit = toQuestion(query);
      return Float64Array.from(keys, (key) => {
        const stored = vectors.get(key);
        return stored === undefined ? 0 : dotWith(stored, unit);
      });
    },
    flush: async () => undefined,
    purge: async () => undefined,
    close: async () => undefined,
  };
  return index;
}

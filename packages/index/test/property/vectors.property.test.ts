/** Oracles: cosines by the school formula in doubles, and a sort instead of a heap. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createTop, type Ranked } from "../../src/ranking/top.ts";
import { createExactVectorIndex } from "../../src/vectors/exact-vector-index.ts";

const values = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -9, max: 9 }) },
);
const vectors = fc
  .integer({ min: 1, max: 12 })
  .chain((dimensions) =>
    fc.array(fc.array(values, { minLength: dimensions, maxLength: dimensions }), { minLength: 2, maxLength: 20 }),
  )
  .map((lists) => lists.map((list) => Float32Array.from(list)));

test("cosines and nearest agree with the school formula", async () => {
  await fc.assert(
    fc.asyncProperty(vectors, fc.integer({ min: 1, max: 25 }), async ([question, ...stored], limit) => {
      const index = createExactVectorIndex();
      for (const [key, vector] of stored.entries()) await index.set(key, vector);
      const expected = stored.map((vector) => naiveCosine(vector, question!));
      const cosines = await index.cosines(question!, [...stored.keys(), 999]);
      for (const [key, cosine] of expected.entries()) expect(Math.abs(cosines[key]! - cosine)).toBeLessThan(1e-6);
      expect(cosines[stored.length]).toBe(0);
      const all = [...cosines.subarray(0, stored.length)].map((cosine, key) => ({ key, cosine }));
      const sorted = all.toSorted((a, b) => b.cosine - a.cosine || a.key - b.key).slice(0, limit);
      expect(await index.nearest(question!, limit)).toEqual(sorted);
    }),
    { numRuns: 1_000 },
  );
});

test("the best of many are the first of all, sorted", () => {
  const scores = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 });
  const isBefore = (a: Ranked, b: Ranked): boolean => (a.score === b.score ? a.ordinal < b.ordinal : a.score > b.score);
  fc.assert(
    fc.property(scores, fc.nat(70), (drawn, limit) => {
      const top = createTop(limit, isBefore);
      const candidates = drawn.map((score, ordinal) => ({ ordinal, score }));
      for (const candidate of candidates) if (candidate.score >= top.floor) top.offer(candidate);
      expect(top.toSorted()).toEqual(
        candidates.toSorted((a, b) => b.score - a.score || a.ordinal - b.ordinal).slice(0, limit),
      );
    }),
    { numRuns: 1_000 },
  );
});

function naiveCosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number => [...x].reduce((sum, value, at) => sum + value * y[at]!, 0);
  const norms = Math.sqrt(dot(a, a) * dot(b, b));
  return norms === 0 ? 0 : dot(a, b) / norms;
}

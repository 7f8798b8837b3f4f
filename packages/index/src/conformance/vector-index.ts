/**
 * Conformance of `VectorIndex`: the laws of the port as tests, for the implementations here and for adapters.
 * The test runner is given, so that this file needs none. The oracle is the exact index.
 */
import assert from "node:assert/strict";
import { createExactVectorIndex } from "../vectors/exact-vector-index.ts";
import type { KeyedVector, VectorIndex } from "../vectors/vector-index.ts";
import { createCosineAssertions, type CosineAssertions } from "./cosine-assertions.ts";
import { pseudoRandomVector } from "./pseudo-random-vector.ts";

/** How to run the suite on an implementation. */
export interface VectorIndexConformance {
  /** Defines one test, as `test` of vitest or of node:test does. */
  readonly test: (name: string, body: () => Promise<void>) => void;
  /** Opens an empty index for vectors of any length; the suite closes it. */
  readonly open: () => Promise<VectorIndex>;
  /** How far a cosine may be from the true one: about 1e-6 for floats, 0.01 for int8. */
  readonly tolerance: number;
}

type Chapter = (index: VectorIndex, assertions: CosineAssertions) => Promise<void>;

const VECTORS = 300;
const DIMENSIONS = 24;

/** Defines the tests of the port. */
export function defineVectorIndexConformance({ test, open, tolerance }: VectorIndexConformance): void {
  const assertions = createCosineAssertions(tolerance);
  for (const [name, chapter] of Object.entries(CHAPTERS)) {
    test(name, async () => {
      const index = await open();
      try {
        await chapter(index, assertions);
      } finally {
        await index.close();
      }
    });
  }
}

const CHAPTERS: Readonly<Record<string, Chapter>> = {
  "an empty index finds nothing and misses every key": async (index) => {
    assert.equal(index.size, 0);
    assert.deepEqual(await index.nearest(Float32Array.of(1, 0), 3), []);
    assert.deepEqual([...(await index.cosines(Float32Array.of(1, 0), [7]))], [0]);
    assert.deepEqual(await index.missing([3, 1]), [3, 1]);
    await index.delete(7);
    await index.flush();
    await index.purge();
  },

  "the first vector fixes the length, and nothing of a batch with another length is kept": async (index) => {
    await index.set(1, Float32Array.of(1, 0));
    assert.equal(index.dimensions, 2);
    const mismatch = { code: "INDEX_DIMENSION_MISMATCH" };
    const batch: KeyedVector[] = [
      [2, Float32Array.of(1, 0)],
      [3, Float32Array.of(1)],
    ];
    await assert.rejects(index.set(2, Float32Array.of(1, 0, 0)), mismatch);
    await assert.rejects(index.setMany(batch), mismatch);
    await assert.rejects(index.nearest(Float32Array.of(1), 1), mismatch);
    await assert.rejects(index.cosines(Float32Array.of(1), [1]), mismatch);
    assert.deepEqual(await index.missing([1, 2, 3]), [2, 3]);
  },

  "set replaces and copies, delete takes out": async (index, { assertCosines }) => {
    const given = Float32Array.of(0, 1);
    await index.set(1, Float32Array.of(1, 0));
    await index.set(1, given);
    given.fill(-1);
    assertCosines(await index.cosines(Float32Array.of(0, 5), [1, 9]), [1, 0]);
    assert.equal(index.size, 1);
    await index.delete(1);
    await index.delete(1);
    assert.equal(index.size, 0);
    assert.deepEqual(await index.missing([1]), [1]);
    assert.deepEqual(await index.nearest(Float32Array.of(0, 1), 1), []);
  },

  "equal cosines come by smaller key": async (index, { assertHits }) => {
    for (const key of [5, 3, 4]) await index.set(key, Float32Array.of(2, 0));
    await index.set(2, Float32Array.of(-1, 0));
    const hits = await index.nearest(Float32Array.of(1, 0), 10);
    const expected = [3, 4, 5, 2].map((key) => ({ key, cosine: key === 2 ? -1 : 1 }));
    assertHits(hits, expected);
    assert.deepEqual(
      hits.map(({ key }) => key),
      [3, 4, 5, 2],
    );
    assert.deepEqual(await index.nearest(Float32Array.of(1, 0), 0), []);
  },

  "zero and what is no number are like nothing": async (index, { assertHits }) => {
    await index.set(1, Float32Array.of(0, 0));
    await index.set(2, Float32Array.of(Number.NaN, 1));
    await index.set(3, Float32Array.of(-1, 0));
    const zeros = [1, 2].map((key) => ({ key, cosine: 0 }));
    assertHits(await index.nearest(Float32Array.of(1, 0), 2), zeros);
    assertHits(await index.nearest(Float32Array.of(Number.NaN, 0), 2), zeros);
  },

  "the nearest are those of the exact index, before and after a flush": async (index, assertions) => {
    const oracle = await fill(index);
    await assertLikeOracle(index, oracle, assertions);
    await index.flush();
    await assertLikeOracle(index, oracle, assertions);
  },

  "filters hide keys and nothing else": async (index, { assertHits }) => {
    const oracle = await fill(index);
    await index.flush();
    const question = pseudoRandomVector(77, DIMENSIONS);
    const allows = (key: number): boolean => key % 3 === 0;
    const among = [4, 9, 12, 30, 5000];
    for (const filter of [{ allows }, { among }, { among, allows }, { among: [] }])
      assertHits(await index.nearest(question, 10, filter), await oracle.nearest(question, 10, filter));
  },

  "what is deleted stays away after a purge, what is left stays": async (index, assertions) => {
    const oracle = await fill(index);
    await index.flush();
    for (let key = 0; key < VECTORS; key += 2) {
      await index.delete(key);
      await oracle.delete(key);
    }
    await index.purge();
    await assertLikeOracle(index, oracle, assertions);
  },

  "a search that is aborted rejects with the reason": async (index) => {
    await index.set(1, Float32Array.of(1, 0));
    const signal = AbortSignal.abort(new Error("enough"));
    await assert.rejects(index.nearest(Float32Array.of(1, 0), 1, { signal }), /enough/);
  },
};

/** Puts the same vectors into the index under test and into an oracle, which is given back. */
async function fill(index: VectorIndex): Promise<VectorIndex> {
  const oracle = createExactVectorIndex();
  const vectors = Array.from({ length: VECTORS }, (_, key): KeyedVector => [key, pseudoRandomVector(key, DIMENSIONS)]);
  await index.setMany(vectors);
  await oracle.setMany(vectors);
  return oracle;
}

async function assertLikeOracle(
  index: VectorIndex,
  oracle: VectorIndex,
  { assertHits, assertCosines }: CosineAssertions,
): Promise<void> {
  const keys = Array.from({ length: VECTORS }, (_, at) => VECTORS - 1 - at);
  assert.equal(index.size, oracle.size);
  for (let seed = 1000; seed < 1020; seed++) {
    const question = pseudoRandomVector(seed, DIMENSIONS);
    assertHits(await index.nearest(question, 10), await oracle.nearest(question, 10));
    assertCosines(await index.cosines(question, keys), await oracle.cosines(question, keys));
  }
}

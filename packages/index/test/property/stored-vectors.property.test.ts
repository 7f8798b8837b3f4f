/**
 * Random histories of a stored index against a Map: what is set, replaced, deleted, flushed, purged, merged and opened again
 * is found as the exact index finds it. Small segments, so that a short history has flushes and merges.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createCosineAssertions } from "../../src/conformance/cosine-assertions.ts";
import { pseudoRandomVector } from "../../src/conformance/pseudo-random-vector.ts";
import { createExactVectorIndex } from "../../src/vectors/exact-vector-index.ts";
import { createPlainKernels } from "../../src/vectors/kernels/plain-kernels.ts";
import type { StoredVectorIndex } from "../../src/vectors/stored-vector-index.ts";
import { indexOn } from "../support/stored-vectors.ts";

const KEYS = 60;
const DIMENSIONS = 20;
const { assertHits, assertCosines } = createCosineAssertions(0.01);

const key = fc.nat(KEYS);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ verb: fc.constant("set" as const), key, seed: fc.nat(1000) }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant("delete" as const), key, seed: fc.constant(0) }) },
  {
    weight: 2,
    arbitrary: fc.record({ verb: fc.constantFrom("flush", "purge", "reopen", "ask"), key, seed: fc.nat(1000) }),
  },
);
/** Dense vectors with signs, or counts that are mostly zero, as trigrams give them. */
const makers = {
  signed: (seed: number) => pseudoRandomVector(seed, DIMENSIONS),
  counts: (seed: number) => pseudoRandomVector(seed, DIMENSIONS).map((value) => Math.max(0, Math.round(value * 4) - 1)),
} as const;

test.each(Object.entries(makers))("histories of %s vectors", async (_, make) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), fc.boolean(), async (steps, isPlain) => {
      const kernels = isPlain ? { kernels: createPlainKernels() } : {};
      const { open } = indexOn(undefined, { flushRows: 6, segmentRows: 24, ...kernels });
      const oracle = createExactVectorIndex();
      let index = await open();
      for (const { verb, key, seed } of steps) {
        if (verb === "set") for (const each of [index, oracle]) await each.set(key, make(seed));
        else if (verb === "delete") for (const each of [index, oracle]) await each.delete(key);
        else if (verb === "flush" || verb === "purge") await index[verb]();
        else if (verb === "reopen") {
          await index.close();
          index = await open();
        } else await assertLike(index, oracle, make(seed));
      }
      await assertLike(index, oracle, make(1));
      await index.close();
      index = await open();
      await assertLike(index, oracle, make(2));
      await index.close();
    }),
    { numRuns: 60 },
  );
});

async function assertLike(
  index: StoredVectorIndex,
  oracle: ReturnType<typeof createExactVectorIndex>,
  question: Float32Array,
): Promise<void> {
  const keys = Array.from({ length: KEYS + 1 }, (_, at) => at);
  expect(index.size).toBe(oracle.size);
  expect(await index.missing(keys)).toEqual(await oracle.missing(keys));
  assertCosines(await index.cosines(question, keys), await oracle.cosines(question, keys));
  const odd = keys.filter((key) => key % 2 === 1);
  for (const filter of [{}, { allows: (key: number) => key % 3 === 0 }, { among: odd }])
    assertHits(await index.nearest(question, 7, filter), await oracle.nearest(question, 7, filter));
}

import { expect, test } from "vitest";
import { createExactVectorIndex } from "../../../src/vectors/exact-vector-index.ts";

// What every implementation does is in src/conformance/vector-index.ts; here is what this one adds.

test("an empty index has no dimensions", () => {
  expect(createExactVectorIndex().dimensions).toBeUndefined();
});

test("a mismatch names both lengths", async () => {
  const index = createExactVectorIndex();
  await index.set(1, Float32Array.of(1, 0));
  const mismatch = { code: "INDEX_DIMENSION_MISMATCH", details: { expected: 2, found: 3 } };
  await expect(index.set(2, Float32Array.of(1, 0, 0))).rejects.toMatchObject(mismatch);
});

test("cosines are exact", async () => {
  const index = createExactVectorIndex();
  await index.set(1, Float32Array.of(3, 4));
  expect(await index.nearest(Float32Array.of(0, 2), 1)).toEqual([{ key: 1, cosine: Math.fround(0.8) }]);
});

import { describe, expect, test } from "vitest";
import { createExactVectorIndex } from "../../../src/vectors/exact-vector-index.ts";

describe("createExactVectorIndex", () => {
  test("an empty index has no dimensions and finds nothing", async () => {
    const index = createExactVectorIndex();
    expect([index.dimensions, index.size]).toEqual([undefined, 0]);
    expect(await index.nearest(Float32Array.of(1), 3)).toEqual([]);
    expect([...(await index.cosines(Float32Array.of(1), [7]))]).toEqual([0]);
  });

  test("the first vector fixes the dimensions", async () => {
    const index = createExactVectorIndex();
    await index.set(1, Float32Array.of(1, 0));
    const mismatch = { code: "INDEX_DIMENSION_MISMATCH", details: { expected: 2, found: 3 } };
    await expect(index.set(2, Float32Array.of(1, 0, 0))).rejects.toMatchObject(mismatch);
    await expect(index.nearest(Float32Array.of(1, 0, 0), 1)).rejects.toMatchObject(mismatch);
    expect(index.size).toBe(1);
  });

  test("set replaces, delete takes out, unknown keys are no trouble", async () => {
    const index = createExactVectorIndex();
    await index.set(1, Float32Array.of(1, 0));
    await index.set(1, Float32Array.of(0, 1));
    await index.delete(9);
    expect([...(await index.cosines(Float32Array.of(0, 5), [1, 9]))]).toEqual([1, 0]);
    await index.delete(1);
    expect([index.has(1), index.size]).toEqual([false, 0]);
  });

  test("equal cosines come by smaller key; a zero vector has cosine 0", async () => {
    const index = createExactVectorIndex();
    for (const key of [5, 3, 4]) await index.set(key, Float32Array.of(2, 0));
    await index.set(1, Float32Array.of(0, 0));
    await index.set(2, Float32Array.of(-1, 0));
    const hits = await index.nearest(Float32Array.of(1, 0), 10);
    expect(hits.map(({ key, cosine }) => [key, cosine])).toEqual([
      [3, 1],
      [4, 1],
      [5, 1],
      [1, 0],
      [2, -1],
    ]);
    expect((await index.nearest(Float32Array.of(1, 0), 2)).map(({ key }) => key)).toEqual([3, 4]);
  });

  test("one vector that is no number hides none of the others", async () => {
    const index = createExactVectorIndex();
    await index.set(0, Float32Array.of(Number.NaN, 1));
    await index.set(1, Float32Array.of(1, 0));
    expect((await index.nearest(Float32Array.of(1, 0), 1)).map(({ key }) => key)).toEqual([1]);
    expect((await index.nearest(Float32Array.of(Number.NaN, 0), 2)).map(({ cosine }) => cosine)).toEqual([0, 0]);
  });
});

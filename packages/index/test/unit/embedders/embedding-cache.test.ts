import { expect, test } from "vitest";
import { withEmbeddingCache } from "../../../src/embedders/embedding-cache.ts";
import { scriptedEmbedder } from "../../support/scripted-embedder.ts";

test("a known text is not embedded again, and repeated ones only once", async () => {
  const embedder = scriptedEmbedder();
  const cached = withEmbeddingCache(embedder);
  await cached.embed(["a", "bb", "a"]);
  const vectors = await cached.embed(["ccc", "a", "bb"]);
  expect(embedder.calls).toEqual([["a", "bb"], ["ccc"]]);
  expect(vectors.map((vector) => vector[0])).toEqual([3, 1, 2]);
  expect([cached.name, cached.dimensions]).toEqual(["scripted", 2]);
});

test("what a caller does to its vector does not reach the cache", async () => {
  const cached = withEmbeddingCache(scriptedEmbedder());
  const [first] = await cached.embed(["a"]);
  first!.fill(9);
  const [second] = await cached.embed(["a"]);
  second!.fill(9);
  expect([...(await cached.embed(["a"]))[0]!]).toEqual([1, 1]);
});

test.each([
  ["number", { entries: 2 }],
  ["bytes", { sizeBytes: 2 * (8 + 32) }],
])("it is bounded by %s: the text that was asked for longest ago goes", async (_, options) => {
  const embedder = scriptedEmbedder();
  const cached = withEmbeddingCache(embedder, options);
  for (const text of ["a", "bb", "a", "ccc", "a", "bb"]) await cached.embed([text]);
  expect(embedder.calls.flat()).toEqual(["a", "bb", "ccc", "bb"]);
});

test("a failure is passed on and nothing of it is kept", async () => {
  const embedder = scriptedEmbedder();
  const cached = withEmbeddingCache(embedder);
  embedder.onCall = () => {
    throw new Error("down");
  };
  await expect(cached.embed(["a"])).rejects.toThrow("down");
  embedder.onCall = () => undefined;
  expect(await cached.embed(["a"])).toHaveLength(1);
});

test("too few vectors stay too few, so that the caller notices", async () => {
  const embedder = scriptedEmbedder();
  const cached = withEmbeddingCache({ ...embedder, embed: async () => [Float32Array.of(1, 1)] });
  expect(await cached.embed(["a", "b"])).toHaveLength(1);
});

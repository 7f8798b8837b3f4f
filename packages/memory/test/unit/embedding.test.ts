/** A store with an embedder: vectors come after the save, survive the session, and harm nobody when they cannot be made. */
import { memoryDisk } from "@vidmem/frames";
import type { Embedder } from "@vidmem/index";
import { expect, test, vi } from "vitest";
import { openMemory, type MemoryStore, type OpenMemoryOptions } from "../../src/index.ts";

function fakeEmbedder(name = "fake"): Embedder & { readonly texts: string[] } {
  const texts: string[] = [];
  return {
    name,
    texts,
    dimensions: 3,
    async embed(given) {
      texts.push(...given);
      return given.map((text) => Float32Array.of(text.length, text.includes("bees") ? 50 : 1, 1));
    },
  };
}

function open(options: Partial<OpenMemoryOptions>): Promise<MemoryStore> {
  return openMemory({ dir: "/store", scoring: "when-asked", ...options });
}

test("vectors are made after the save, kept, and not made again", async () => {
  const disk = memoryDisk();
  const embedder = fakeEmbedder();
  const store = await open({ disk, embedder });
  await store.saveMany(Array.from({ length: 30 }, (_, at) => ({ content: `memory ${at}` })));
  await vi.waitUntil(async () => (await store.status()).embedding?.embedded === 30);
  await store.close();
  const again = await open({ disk, embedder });
  const saved = await again.save("Ada keeps bees on the roof.");
  const { hits } = await again.search("who has bees?", { mode: "hybrid", limit: 1 });
  expect(hits).toMatchObject([{ id: saved.id }]);
  expect((await again.status()).embedding).toMatchObject({ failed: 0, lastError: undefined });
  await again.close();
  expect(embedder.texts.toSorted()).toEqual([...new Set(embedder.texts)].toSorted());
  expect(embedder.texts).toHaveLength(32);
});

test("an embedder that fails harms no save, and shows in the status", async () => {
  const embedder = { ...fakeEmbedder(), embed: () => Promise.reject(new Error("no power")) };
  const store = await open({ disk: memoryDisk(), embedder });
  await store.save("Ada keeps bees on the roof.");
  await vi.waitUntil(() => (store.stats().embedding?.failuresInARow ?? 0) > 0);
  expect(store.stats().embedding).toMatchObject({ queued: 1, lastError: expect.stringContaining('"fake" failed') });
  expect((await store.search("bees", { mode: "lexical" })).hits).toHaveLength(1);
  await store.close();
});

test("a change of embedder is refused, or reindexes when that is wanted", async () => {
  const disk = memoryDisk();
  const store = await open({ disk, embedder: fakeEmbedder() });
  await store.save("Ada keeps bees on the roof.");
  await store.search("bees");
  await store.close();
  const embedder = fakeEmbedder("other");
  await expect(open({ disk, embedder })).rejects.toMatchObject({ code: "INDEX_MODEL_MISMATCH" });
  const reindexed = await open({ disk, embedder, onModelMismatch: "reindex" });
  await vi.waitUntil(async () => (await reindexed.status()).embedding?.embedded === 1);
  await reindexed.close();
  expect(embedder.texts).toEqual(["Ada keeps bees on the roof."]);
  const without = await open({ disk });
  expect((await without.status()).embedding).toBeUndefined();
  await without.close();
});

import { memoryDisk } from "@vidmem/frames";
import type { Embedder } from "@vidmem/index";
import { expect, test } from "vitest";
import { openMemory } from "../../src/open-memory.ts";

function anEmbedder(embed: Embedder["embed"]): Embedder {
  return { name: "test", dimensions: 2, embed };
}
const works = anEmbedder((texts) => Promise.resolve(texts.map(() => Float32Array.of(1, 0))));
const fails = anEmbedder(() => Promise.reject(new Error("secret text")));

test("embed waits until every memory has its vector, and says how far it is", async () => {
  await using store = await openMemory({ dir: "/store", disk: memoryDisk(), embedder: works });
  await store.saveMany([{ content: "a" }, { content: "b" }]);
  const seen: number[] = [];
  const result = await store.embed({ onProgress: ({ done }) => seen.push(done) });
  expect(result).toEqual({ embedded: 2, waiting: 0, refused: 0 });
  expect(seen.at(-1)).toBe(2);
  expect(await store.embed()).toEqual({ embedded: 2, waiting: 0, refused: 0 });
});

test("an embedder that fails ends the waiting; a warning and the figures tell it, without texts", async () => {
  await using store = await openMemory({ dir: "/store", disk: memoryDisk(), embedder: fails });
  await store.save("a");
  expect(await store.embed({ tries: 1 })).toMatchObject({ embedded: 0, waiting: 1 });
  const { warnings, embedding, queues } = await store.status();
  expect(warnings.map(({ code }) => code)).toEqual(["embedder"]);
  expect(JSON.stringify(warnings)).not.toContain("secret");
  expect(embedding).toMatchObject({ failures: 1, failuresInARow: 1 });
  expect(queues).toMatchObject({ vectors: 1 });
  expect(store.metrics()).toMatchObject({ vidmem_embedding_failures_total: 1, vidmem_embedding_queued: 1 });
});

test("a reader warns of an embedder that failed whoever writes", async () => {
  const disk = memoryDisk();
  const store = await openMemory({ dir: "/store", disk, embedder: fails });
  await store.save("a");
  await store.embed({ tries: 1 });
  await store.close();
  await using reader = await openMemory({ dir: "/store", disk, readOnly: true });
  expect((await reader.status()).warnings.map(({ code }) => code)).toEqual(["embedder"]);
});

test("misuse: no embedder, no tries, a signal that has fired", async () => {
  await using without = await openMemory({ dir: "/store", disk: memoryDisk() });
  await expect(without.embed()).rejects.toThrow(TypeError);
  await using store = await openMemory({ dir: "/store", disk: memoryDisk(), embedder: fails });
  await expect(store.embed({ tries: 0 })).rejects.toThrow(RangeError);
  await store.save("a");
  const reason = new Error("enough");
  await expect(store.embed({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

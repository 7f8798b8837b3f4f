import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createTransformersEmbedder } from "../../../src/embedders/transformers.ts";
import { writeTinyModel } from "../../support/tiny-onnx-model.ts";

async function tinyModel() {
  const folder = await mkdtemp(join(tmpdir(), "vidmem-model-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeTinyModel(folder, { cat: [1, 0, 0, 0], dog: [0, 1, 0, 0], sleeps: [0, 0, 2, 0] });
  return folder;
}

test("a model in a folder is loaded by the real library: mean of the tokens, of length one", async () => {
  const folder = await tinyModel();
  const embedder = createTransformersEmbedder({ folder, dimensions: 4, dtype: "fp32" });
  const texts = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? "Cat" : "dog sleeps"));
  const vectors = await embedder.embed(texts);
  expect(vectors).toHaveLength(20);
  for (const [at, vector] of vectors.entries()) {
    const expected = at % 2 === 0 ? [1, 0, 0, 0] : [0, 1 / Math.sqrt(5), 2 / Math.sqrt(5), 0];
    for (const [place, value] of expected.entries()) expect(vector[place]).toBeCloseTo(value, 5);
  }
  expect(embedder.name).toMatch(/^transformers\/vidmem-model-.*\/fp32$/);
});

test("a folder without the model is an error that says so, and nothing is downloaded", async () => {
  const embedder = createTransformersEmbedder({ folder: "/nowhere/model", dimensions: 4 });
  await expect(embedder.embed(["a"])).rejects.toMatchObject({
    code: "INDEX_EMBEDDER_MISSING",
    message: expect.stringMatching(/could not be loaded: .*\/nowhere\/model/s),
  });
});

test("by default it is all-MiniLM-L6-v2 from the hub, quantised, in a cache folder of choice", async () => {
  const asked: unknown[] = [];
  const embedder = createTransformersEmbedder({
    cacheFolder: "/cache",
    load: async () => ({
      pipeline: async (...args) => {
        asked.push(...args);
        return async (texts) => ({ dims: [texts.length, 384], data: new Float32Array(texts.length * 384) });
      },
    }),
  });
  expect((await embedder.embed(["a", "b"])).map(({ length }) => length)).toEqual([384, 384]);
  expect(asked).toEqual([
    "feature-extraction",
    "Xenova/all-MiniLM-L6-v2",
    { dtype: "q8", local_files_only: false, cache_dir: "/cache" },
  ]);
});

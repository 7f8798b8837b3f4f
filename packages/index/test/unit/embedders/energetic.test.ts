import { expect, test } from "vitest";
import { createEnergeticEmbedder } from "../../../src/embedders/energetic.ts";

test("the real model: what means the same is nearer than what does not", async () => {
  const embedder = createEnergeticEmbedder();
  const texts = ["How old are you?", "What is your age?", "The rain in Spain stays mainly in the plain."];
  const [a, b, c] = await embedder.embed(texts);
  const cosine = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, at) => sum + value * y[at]!, 0);
  expect([a!.length, embedder.dimensions]).toEqual([512, 512]);
  expect(cosine(a!, a!)).toBeCloseTo(1, 3);
  expect(cosine(a!, b!)).toBeGreaterThan(cosine(a!, c!) + 0.3);
});

test("an abort ends between two texts", async () => {
  const controller = new AbortController();
  let texts = 0;
  const embedder = createEnergeticEmbedder({
    load: async () => ({
      embed: async () => {
        if (++texts === 2) controller.abort(new Error("enough"));
        return [new Float32Array(512)];
      },
    }),
  });
  await expect(embedder.embed(["a", "b", "c"], { signal: controller.signal })).rejects.toThrow("enough");
  expect(texts).toBe(2);
});

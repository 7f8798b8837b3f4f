/**
 * The vectors of documents: given ones are taken as they came, the others are embedded in batches from the texts, when a search
 * needs them or when a background queue comes to them. One vector index serves all namespaces; keys are references.
 */
import { embedChecked } from "../embedders/embed-checked.ts";
import { abortable } from "../embedders/abortable.ts";
import type { BackgroundEmbedding } from "../embedders/background-embedding.ts";
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
  /** Resolves when the batch that a search needs now is done, well or not; `undefined` when there is none. */
  underWay(): Promise<void> | undefined;
  /** Takes the vectors of documents out for good; nothing of them is left in any file when it resolves. */
  erase(refs: readonly number[]): Promise<void>;
}

export interface VectorParts {
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  readonly readText: (ref: number) => Promise<string>;
  /** The vector that came with a document, if one did. */
  readonly readEmbedding: (ref: number) => Promise<Float32Array | undefined>;
  /** Embeds questions. Default: `embedder`. */
  readonly questions?: Embedder | undefined;
  /** Who embeds the same documents in the background, if somebody does. */
  readonly background?: Pick<BackgroundEmbedding, "ended" | "isRefused"> | undefined;
}

export function createDocumentVectors(parts: VectorParts): DocumentVectors {
  const { embedder, vectors, readText, readEmbedding, questions = embedder, background } = parts;
  const given = new Map<number, Float32Array>();
  const erased = new Set<number>();
  let embedding: Promise<void> | undefined;

  return {
    get size() {
      return vectors.size + given.size;
    },
    give: (ref, vector) => void given.set(ref, vector),
    async embedQuestion(text, signal) {
      const [vector] = await embedChecked(questions, [text], signal);
      return vector!;
    },
    async ensure(refs, signal) {
      await takeGiven();
      for (let missing = await missingOf(refs); missing.length > 0; missing = await missingOf(missing)) {
        signal?.throwIfAborted();
        const batch = missing.slice(0, BATCH_TEXTS);
        const elsewhere = background?.ended(batch);
        await (elsewhere === undefined ? embedNext(batch, signal) : abortable(elsewhere, signal));
      }
    },
    cosines: (question, refs) => vectors.cosines(question, refs),
    async nearest(question, limit, options) {
      await takeGiven();
      return vectors.nearest(question, limit, options);
    },
    underWay: () => embedding?.catch(() => undefined),
    async erase(refs) {
      for (const ref of refs) {
        erased.add(ref);
        given.delete(ref);
        await vectors.delete(ref);
      }
      await vectors.purge();
    },
  };

  /** What has no vector, and may still get one: a text that the embedder keeps refusing is found by its words alone. */
  async function missingOf(refs: readonly number[]): Promise<number[]> {
    const missing = await vectors.missing(refs);
    return missing.filter((ref) => background?.isRefused(ref) !== true && !erased.has(ref));
  }

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
    const without = await takeOwn(refs, { vectors, readEmbedding });
    if (without.length === 0) return;
    const texts = await Promise.all(without.map((ref) => readText(ref)));
    const made = await embedChecked(embedder, texts, signal);
    await vectors.setMany(without.flatMap((ref, at) => (erased.has(ref) ? [] : [[ref, made[at]!] as const])));
    for (const ref of without) if (erased.has(ref)) await vectors.delete(ref);
  }
}

/** Keeps the vectors that came with their documents. @returns the documents that came without. */
export async function takeOwn(
  refs: readonly number[],
  { vectors, readEmbedding }: Pick<VectorParts, "vectors" | "readEmbedding">,
): Promise<number[]> {
  const own = await Promise.all(refs.map((ref) => readEmbedding(ref)));
  await vectors.setMany(refs.flatMap((ref, at) => (own[at] === undefined ? [] : [[ref, own[at]] as const])));
  return refs.filter((_, at) => own[at] === undefined);
}

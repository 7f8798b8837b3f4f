/**
 * The vectors of a partition, made when a search first needs them: given ones are taken as they came, the others are
 * embedded in batches from the texts.
 */
import { embedChecked } from "../embedders/embed-checked.ts";
import type { Embedder } from "../embedders/embedder.ts";
import type { Partition } from "../partition/partition.ts";
import { createExactVectorIndex } from "../vectors/exact-vector-index.ts";

const BATCH_TEXTS = 64;

export interface Vectors {
  readonly size: number;
  /** Takes a vector that came with its document. */
  give(ref: number, vector: Float32Array): void;
  /** The vector of a question. */
  embedQuestion(text: string, signal?: AbortSignal): Promise<Float32Array>;
  /** Cosine of every document to the question, by ordinal; embeds what has no vector yet. */
  cosines(question: Float32Array, signal?: AbortSignal): Promise<Float64Array>;
}

export function createVectors(
  partition: Partition,
  embedder: Embedder,
  readText: (ref: number) => Promise<string>,
): Vectors {
  const index = createExactVectorIndex();
  const given = new Map<number, Float32Array>();
  let embeddedCount = 0;
  let embedding: Promise<void> | undefined;

  return {
    get size() {
      return index.size + given.size;
    },
    give(ref, vector) {
      given.set(ref, vector);
    },
    async embedQuestion(text, signal) {
      const [vector] = await embedChecked(embedder, [text], signal);
      return vector!;
    },
    async cosines(question, signal) {
      const { count } = partition.columns;
      const isMissing = (): boolean => embeddedCount < count;
      while (isMissing()) {
        signal?.throwIfAborted();
        await embedNextBatch(signal);
      }
      return index.cosines(question, Array.from(partition.columns.ref.subarray(0, count)));
    },
  };

  /** One batch at a time: a search that comes meanwhile waits for it, then looks for what is still missing. */
  async function embedNextBatch(signal: AbortSignal | undefined): Promise<void> {
    // A batch of another search may fail by that search's signal: then this one tries again by its own.
    if (embedding !== undefined) return embedding.catch(() => undefined);
    embedding = embedBatch(signal).finally(() => (embedding = undefined));
    return embedding;
  }

  async function embedBatch(signal: AbortSignal | undefined): Promise<void> {
    const refs = Array.from(
      partition.columns.ref.subarray(embeddedCount, Math.min(embeddedCount + BATCH_TEXTS, partition.columns.count)),
    );
    const missing = refs.filter((ref) => !given.has(ref));
    const texts = await Promise.all(missing.map((ref) => readText(ref)));
    const vectors = missing.length === 0 ? [] : await embedChecked(embedder, texts, signal);
    for (const [at, ref] of missing.entries()) await index.set(ref, vectors[at]!);
    for (const ref of refs) await takeGiven(ref);
    embeddedCount += refs.length;
  }

  async function takeGiven(ref: number): Promise<void> {
    const vector = given.get(ref);
    if (vector === undefined) return;
    await index.set(ref, vector);
    given.delete(ref);
  }
}

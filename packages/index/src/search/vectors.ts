/**
 * The vectors of a partition, made when a search first needs them: given ones are taken as they came, the others are
 * embedded in batches from the texts.
 */
import type { Embedder } from "../embedders/embedder.ts";
import { IndexError } from "../errors.ts";
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
      const [vector] = await embed([text], signal);
      return vector!;
    },
    async cosines(question, signal) {
      // One embedding run at a time: searches that come meanwhile wait for it, then look for what is still missing.
      while (embeddedCount < partition.columns.count) {
        embedding ??= embedMissing(signal).finally(() => (embedding = undefined));
        await embedding;
      }
      return index.cosines(question, Array.from(partition.columns.ref.subarray(0, partition.columns.count)));
    },
  };

  async function embedMissing(signal?: AbortSignal): Promise<void> {
    while (embeddedCount < partition.columns.count) {
      signal?.throwIfAborted();
      const refs = Array.from(
        partition.columns.ref.subarray(embeddedCount, Math.min(embeddedCount + BATCH_TEXTS, partition.columns.count)),
      );
      const missing = refs.filter((ref) => !given.has(ref));
      const vectors = missing.length === 0 ? [] : await embed(await Promise.all(missing.map(readText)), signal);
      for (const [at, ref] of missing.entries()) await index.set(ref, vectors[at]!);
      for (const ref of refs) await takeGiven(ref);
      embeddedCount += refs.length;
    }
  }

  async function takeGiven(ref: number): Promise<void> {
    const vector = given.get(ref);
    if (vector === undefined) return;
    await index.set(ref, vector);
    given.delete(ref);
  }

  async function embed(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    try {
      return await embedder.embed(texts, { signal });
    } catch (cause) {
      if (signal?.aborted === true) throw signal.reason;
      throw new IndexError(
        "INDEX_EMBEDDER_FAILED",
        `The embedder "${embedder.name}" failed on ${texts.length} texts. Search with mode "lexical", or mend the embedder.`,
        { cause },
      );
    }
  }
}

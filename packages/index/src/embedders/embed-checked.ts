/** Embedding with what an embedder gives checked: as many vectors as texts, each as long as it promised. */
import { IndexError } from "../errors.ts";
import { abortable } from "./abortable.ts";
import type { Embedder } from "./embedder.ts";

/** @throws IndexError INDEX_EMBEDDER_FAILED, INDEX_DIMENSION_MISMATCH; the signal's reason when it aborted. */
export async function embedChecked(
  embedder: Embedder,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const vectors = await callEmbedder(embedder, texts, signal);
  if (vectors.length !== texts.length)
    throw embedderFailed(embedder.name, `gave ${vectors.length} vectors for ${texts.length} texts`);
  for (const { length } of vectors) {
    if (length === embedder.dimensions) continue;
    throw new IndexError(
      "INDEX_DIMENSION_MISMATCH",
      `The embedder "${embedder.name}" promised ${embedder.dimensions} dimensions and gave a vector of ${length}.`,
      { details: { expected: embedder.dimensions, found: length } },
    );
  }
  return vectors;
}

/** A coded error about an embedder; its message never holds a text. */
export function embedderFailed(name: string, what: string, cause?: unknown): IndexError {
  return new IndexError(
    "INDEX_EMBEDDER_FAILED",
    `The embedder "${name}" ${what}. Search with mode "lexical", or mend the embedder.`,
    { cause },
  );
}

async function callEmbedder(
  embedder: Embedder,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Float32Array[]> {
  try {
    return await abortable(embedder.embed(texts, { signal }), signal);
  } catch (cause) {
    if (signal?.aborted === true) throw signal.reason;
    if (cause instanceof IndexError) throw cause;
    throw embedderFailed(embedder.name, `failed on ${texts.length} texts`, cause);
  }
}

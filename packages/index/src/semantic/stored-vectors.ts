/**
 * The vectors of an index in a folder: quantised, on disk, made in the background after the save, and by a search that cannot
 * wait. Keys are references.
 * Invariants: no text is embedded twice; nothing that a failing or slow embedder does reaches whoever saves or closes; no vector
 * outlives the place in history that it was made for (a tail that a crash took is written anew under the same places).
 */
import { isVidmemError } from "@vidmem/frames";
import {
  startBackgroundEmbedding,
  type BackgroundEmbedding,
  type BackgroundEmbeddingStatus,
} from "../embedders/background-embedding.ts";
import type { Embedder } from "../embedders/embedder.ts";
import { withEmbeddingCache } from "../embedders/embedding-cache.ts";
import { openStoredVectorIndex, type StoredVectorIndexOptions } from "../vectors/stored-vector-index.ts";
import { createDocumentVectors, takeOwn, type DocumentVectors, type VectorParts } from "./document-vectors.ts";
import { createWaitingDocuments, type WaitingDocuments } from "./waiting-documents.ts";

/** How the embedding of an index is doing. */
export interface EmbeddingFigures extends Omit<BackgroundEmbeddingStatus, "lastError"> {
  /** Of the last failure: what and why, without texts. */
  readonly lastError?: string | undefined;
}

export interface StoredVectors {
  readonly documents: DocumentVectors;
  /** Lets a new document wait for its vector. */
  add(ref: number): void;
  /** A version has ended: if it has no vector yet, it gets none. */
  drop(ref: number): void;
  erase(refs: readonly number[]): Promise<void>;
  /** Looks in the background for documents without a vector. */
  readonly resume: WaitingDocuments["resume"];
  pause(): void;
  unpause(): void;
  /** Resolves when every document has its vector, or was refused. */
  idle(): Promise<void>;
  figures(): EmbeddingFigures;
  /** Keeps what is done and leaves the rest to the next opening. Does not wait for the embedder. */
  close(): Promise<void>;
}

export interface StoredVectorsOptions extends Omit<VectorParts, "vectors" | "background" | "questions"> {
  readonly embedder: Embedder;
  readonly dir: string;
  readonly disk: StoredVectorIndexOptions["disk"];
  readonly readOnly: boolean;
  readonly onMismatch: "fail" | "discard";
  /** The last place in history: what lies behind it was lost, and its vectors go, too. */
  readonly lastRef: number;
}

/** @throws IndexError INDEX_MODEL_MISMATCH, INDEX_DIMENSION_MISMATCH, INDEX_IO. */
export async function openStoredVectors(options: StoredVectorsOptions): Promise<StoredVectors> {
  const { dir, disk, embedder, readOnly, onMismatch, readText } = options;
  const { name: model, dimensions } = embedder;
  const access = readOnly ? "read" : "write";
  const vectors = await openStoredVectorIndex({ dir, disk, model, dimensions, access, onMismatch });
  await vectors.deleteAbove(options.lastRef);
  /** An own vector of another length cannot be compared with the embedder's: then the text gets one. */
  const readEmbedding = async (ref: number): Promise<Float32Array | undefined> => {
    const own = await options.readEmbedding(ref);
    return own?.length === dimensions ? own : undefined;
  };
  const background: BackgroundEmbedding = startBackgroundEmbedding({ embedder, vectors, readTexts });
  const questions = withEmbeddingCache(embedder);
  const documents = createDocumentVectors({ embedder, vectors, readText, readEmbedding, questions, background });
  const stopping = new AbortController();
  const waiting = createWaitingDocuments(readOnly ? undefined : background, stopping.signal);

  /** The texts of those that still need a vector; a search may have been faster. */
  async function readTexts(refs: readonly number[]): Promise<(string | undefined)[]> {
    for (let busy = documents.underWay(); busy !== undefined; busy = documents.underWay()) await busy;
    const without = new Set(await takeOwn(await vectors.missing(refs), { vectors, readEmbedding }));
    return Promise.all(refs.map((ref) => (without.has(ref) ? readText(ref) : Promise.resolve(undefined))));
  }

  return {
    documents: {
      ...documents,
      give: () => undefined,
      get size() {
        return vectors.size;
      },
    },
    add: waiting.add,
    drop(ref) {
      waiting.drop(ref);
      background.drop(ref);
    },
    async erase(refs) {
      for (const ref of refs) {
        waiting.drop(ref);
        background.drop(ref);
      }
      await documents.erase(refs);
    },
    resume: waiting.resume,
    pause: () => background.pause(),
    unpause: () => background.unpause(),
    async idle() {
      await waiting.handedOver();
      await background.idle();
    },
    figures() {
      const { queued, ...status } = background.status();
      const lastError = waiting.failure() ?? status.lastError;
      return {
        ...status,
        queued: queued + waiting.count(),
        lastError: lastError === undefined ? undefined : describe(lastError),
      };
    },
    async close() {
      stopping.abort();
      await background.stop();
      await waiting.handedOver();
      await vectors.close();
    },
  };
}

/** Errors of vidmem never hold texts; of others only the kind is told. */
function describe(error: unknown): string {
  if (isVidmemError(error)) return error.message;
  return error instanceof Error ? error.name : "an unknown failure";
}

/**
 * The cue of a search for similar memories, and which vectors may be compared with it. Vectors compare when the same model made
 * them: given ones with given ones of the same length, made ones with made ones; with an embedder of the user's own, vectors that
 * are given with memories count as made by it when they have its length. A memory that has no comparable vector is no candidate.
 */
import { isFrameId, type FrameId } from "@vidmem/frames";
import { createTrigramEmbedder, type Embedder } from "@vidmem/index";
import { currentSeq } from "../current.ts";
import { fromFrame, textOf } from "../records/memory-frame.ts";
import { toEmbedding, type MemoryRecord } from "../records/record.ts";
import type { StoreState } from "../store-state.ts";

/** What similar memories are like: a memory's id, a text, or a vector. */
export type SimilarCue = string | Float32Array | readonly number[];

/** A cue as a vector. */
export interface Cue {
  readonly vector: Float32Array;
  /** The memory that was named, which is not its own neighbour. */
  readonly self?: { readonly id: FrameId; readonly namespace: string } | undefined;
  /** Makes the vectors of memories that have none that compares; absent: those are no candidates. */
  readonly embedder?: Embedder | undefined;
  /** Whether a memory's own vector compares. */
  readonly takesOwn: boolean;
}

/** @throws TypeError for a vector that is none. */
export async function toCue(state: StoreState, cue: SimilarCue, signal: AbortSignal | undefined): Promise<Cue> {
  const own = state.embedder;
  if (typeof cue !== "string") return fromVector(toEmbedding(cue), own);
  const named = isFrameId(cue) ? await recordOf(state, cue) : undefined;
  const self = named && { id: cue as FrameId, namespace: named.namespace };
  if (named?.embedding !== undefined) return { ...fromVector(named.embedding, own), self };
  const embedder = own ?? createTrigramEmbedder();
  const [vector] = await embedder.embed([named === undefined ? cue : textOf(named.content)], { signal });
  return { vector: vector!, self, embedder, takesOwn: own !== undefined };
}

function fromVector(vector: Float32Array, own: Embedder | undefined): Cue {
  return { vector, takesOwn: true, embedder: own?.dimensions === vector.length ? own : undefined };
}

async function recordOf(state: StoreState, id: FrameId): Promise<MemoryRecord | undefined> {
  const ghost = state.ghosts.find(id);
  if (ghost !== undefined) return ghost.record;
  const seq = currentSeq(state, id);
  const frame = seq === undefined ? undefined : await state.log.readAt(seq);
  return frame === undefined ? undefined : fromFrame(frame);
}

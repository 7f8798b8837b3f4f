/**
 * Similar memories: the cosine of every memory that passes, none left out, the best first. Exact by construction: memories stream
 * from the log, and only the best are kept. O(memories), bounded memory.
 */
import type { FrameId } from "@vidmem/frames";
import type { Hit, MemoryFilter, SearchResult } from "../memory.ts";
import { streamRecords, toHit } from "../recall.ts";
import { textOf } from "../records/memory-frame.ts";
import { DEFAULT_NAMESPACE, type MemoryRecord } from "../records/record.ts";
import type { StoreState } from "../store-state.ts";
import { listGhosts } from "../typed/ghost-recall.ts";
import { createBestHits } from "./best-hits.ts";
import { toCue, type Cue, type SimilarCue } from "./cue.ts";

/** Which similar memories. Without a namespace: that of the memory that is named, else "default". */
export interface SimilarOptions extends MemoryFilter {
  /** Least cosine, -1..1, default 0. */
  readonly threshold?: number | undefined;
  /** 1..10,000, default 10. */
  readonly limit?: number | undefined;
}

/** The vector of each text of a batch is asked for at once. */
const BATCH = 64;
const MAX_LIMIT = 10_000;

/** A memory that may be similar. */
interface Candidate {
  readonly id: FrameId;
  readonly record: MemoryRecord;
}

/** The memories whose cosine to the cue is at least the threshold, best first; `score` is the cosine. @throws TypeError, RangeError */
export async function similarMemories(
  state: StoreState,
  cue: SimilarCue,
  { threshold = 0, limit = 10, ...filter }: SimilarOptions = {},
): Promise<SearchResult> {
  const started = performance.now();
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw new RangeError("limit must be 1..10,000");
  if (!(threshold >= -1 && threshold <= 1)) throw new RangeError("threshold must be -1..1");
  const asked = await toCue(state, cue, filter.signal);
  const best = createBestHits<Candidate>(limit, threshold);
  const namespace = filter.namespace ?? asked.self?.namespace ?? DEFAULT_NAMESPACE;
  const scorer = createScorer(asked, filter.signal, (candidate, cosine) => best.offer(candidate, cosine));
  for await (const candidate of candidatesOf(state, { ...filter, namespace })) {
    filter.signal?.throwIfAborted();
    if (candidate.id === asked.self?.id) continue;
    await scorer.take(candidate);
  }
  await scorer.finish();
  const hits = best.toSorted().map(({ candidate, score }): Hit => toHit(candidate.id, candidate.record, { score }));
  return { hits, tookMs: performance.now() - started };
}

async function* candidatesOf(state: StoreState, filter: MemoryFilter): AsyncGenerator<Candidate> {
  yield* streamRecords(state, filter);
  yield* listGhosts(state, filter);
}

interface CandidateScorer {
  take(candidate: Candidate): Promise<void>;
  finish(): Promise<void>;
}

function createScorer(
  { vector, embedder, takesOwn }: Cue,
  signal: AbortSignal | undefined,
  tell: (candidate: Candidate, cosine: number) => void,
): CandidateScorer {
  const unit = toUnit(vector);
  let waiting: Candidate[] = [];

  async function embedWaiting(): Promise<void> {
    const batch = waiting;
    waiting = [];
    if (embedder === undefined || batch.length === 0) return;
    const texts = batch.map(({ record }) => textOf(record.content));
    const vectors = await embedder.embed(texts, { signal });
    for (const [at, candidate] of batch.entries()) tell(candidate, cosineTo(unit, vectors[at]!));
  }

  return {
    async take(candidate) {
      const { embedding } = candidate.record;
      if (takesOwn && embedding?.length === vector.length) return tell(candidate, cosineTo(unit, embedding));
      if (embedder !== undefined && waiting.push(candidate) >= BATCH) await embedWaiting();
    },
    finish: embedWaiting,
  };
}

/** In double precision, so that a vector is 1 to itself. A zero vector stays zero: it is like nothing. */
function toUnit(vector: Float32Array): Float64Array {
  const wide = Float64Array.from(vector);
  const norm = Math.sqrt(wide.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? wide : wide.map((value) => value / norm);
}

function cosineTo(unit: Float64Array, vector: Float32Array): number {
  let dot = 0;
  let squares = 0;
  for (let at = 0; at < unit.length; at++) {
    const value = vector[at] ?? 0;
    dot += unit[at]! * value;
    squares += value * value;
  }
  return squares === 0 ? 0 : Math.max(-1, Math.min(1, dot / Math.sqrt(squares)));
}

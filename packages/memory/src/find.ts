/**
 * Finding: a question in the query language becomes a question to the index and a test of what comes back. Filters, and the words that
 * rank, are the index's business; phrases and exclusions are tested on the texts of the hits, best first, until there are enough.
 */
import { createQueryCheck, narrowFilter, parseQuery, type IndexQuery } from "@vidmem/index";
import { isVidmemError, type FrameId, type StoredFrame } from "@vidmem/frames";
import { fromFrame, isMemory, textOf } from "./records/memory-frame.ts";
import type { MemoryRecord } from "./records/record.ts";
import type { StoreState } from "./store-state.ts";
import type { RankedHit } from "./typed/ghost-ranking.ts";
import { searchWithGhosts } from "./typed/ghost-recall.ts";

/** A hit with the memory that it is. */
export interface Found {
  readonly hit: RankedHit;
  readonly id: FrameId;
  readonly record: MemoryRecord;
}

const DEFAULT_LIMIT = 10;
/** The index is asked for so many times as many as are wanted, where some may fail the test; then for four times as many again. */
const WIDER = 4;
const MOST = 10_000;

/** How a question is read: by the query language, or as words only. */
export type QuerySyntax = "query" | "words";

/** Memories that answer, best first, read as they are asked for. */
export async function* findMemories(
  state: StoreState,
  query: IndexQuery,
  syntax: QuerySyntax = "query",
): AsyncGenerator<Found> {
  if (query.text === undefined || syntax === "words")
    return yield* readAll(state, await searchWithGhosts(state, query));
  const parsed = parseQuery(query.text);
  const filter = narrowFilter(query, parsed.filter);
  if (filter === undefined) return;
  const isFilterOnly = parsed.text.trim() === "" && query.text.trim() !== "" && query.embedding === undefined;
  const narrowed: IndexQuery = { ...query, ...filter, text: isFilterOnly ? undefined : parsed.text };
  const check = createQueryCheck(parsed);
  if (check === undefined) return yield* readAll(state, await searchWithGhosts(state, narrowed));
  const { limit = DEFAULT_LIMIT } = query;
  let left = limit;
  let seen = 0;
  for (let width = Math.min(limit * WIDER, MOST); left > 0; width = Math.min(width * WIDER, MOST)) {
    const hits = await searchWithGhosts(state, { ...narrowed, limit: width });
    for await (const found of readAll(state, hits.slice(seen))) {
      if (!check({ ...found.record, text: textOf(found.record.content) })) continue;
      yield found;
      if (--left === 0) return;
    }
    if (hits.length < width || width === MOST) return;
    seen = hits.length;
  }
}

async function* readAll(state: StoreState, hits: readonly RankedHit[]): AsyncGenerator<Found> {
  const seqs = hits.flatMap((hit) => (hit.ghost === undefined ? [hit.ref] : []));
  const frames = new Map((await readFrames(state, seqs)).map((frame) => [frame.seq, frame]));
  for (const hit of hits) {
    if (hit.ghost !== undefined) yield { hit, id: hit.ghost.id, record: hit.ghost.record };
    else {
      const frame = frames.get(hit.ref);
      if (frame !== undefined && isMemory(frame)) yield { hit, id: frame.id, record: fromFrame(frame) };
    }
  }
}

/** A hit whose frame is damaged, or was erased, is no answer: `verify` tells of damage, and `get` throws. */
async function readFrames({ log }: StoreState, seqs: readonly number[]): Promise<StoredFrame[]> {
  const found = await log.readManyAt(seqs).catch((error: unknown) => {
    if (isDamage(error)) return Promise.all(seqs.map((seq) => log.readAt(seq).catch(passDamage)));
    throw error;
  });
  return found.filter((frame) => frame !== undefined);
}

function passDamage(error: unknown): undefined {
  if (isDamage(error)) return undefined;
  throw error;
}

function isDamage(error: unknown): boolean {
  return isVidmemError(error) && error.code === "FRAMES_CORRUPT";
}

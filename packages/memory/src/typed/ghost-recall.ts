/** Ghosts among the answers: beside the hits of a search, and in listings. Without ghosts these cost nothing. */
import type { IndexHit, IndexQuery } from "@vidmem/index";
import type { Memory, MemoryFilter } from "../memory.ts";
import { toRecordTest } from "../records/record-test.ts";
import type { StoreState } from "../store-state.ts";
import { rankTogether, type RankedHit } from "./ghost-ranking.ts";
import type { Ghost } from "./ghosts.ts";

const DEFAULT_LIMIT = 10;

/** The best answers, ghosts included; `why` is there when the query asks for it. */
export async function searchWithGhosts(state: StoreState, query: IndexQuery): Promise<RankedHit[]> {
  if (state.ghosts.size === 0) return state.index.search(query);
  const found = await state.ghostIndex.search(query);
  const { asOf = Number.POSITIVE_INFINITY, limit = DEFAULT_LIMIT, explain = false } = query;
  const ghosts = found.filter(({ ghost }) => ghost.savedAt <= asOf);
  if (ghosts.length === 0) return state.index.search(query);
  const stored: IndexHit[] = await state.index.search({ ...query, explain: true });
  const ranked = rankTogether(stored, ghosts, limit);
  return explain ? ranked : ranked.map(withoutWhy);
}

function withoutWhy(hit: RankedHit): RankedHit {
  const { score } = hit;
  return hit.ghost === undefined ? { ref: hit.ref, score } : { ghost: hit.ghost, score };
}

/** The ghosts that pass, in the order in which they were last saved. Without a namespace, those of every namespace. */
export function listGhosts(
  state: StoreState,
  filter: MemoryFilter,
  asOf: number = Number.POSITIVE_INFINITY,
): readonly Ghost[] {
  if (state.ghosts.size === 0) return [];
  const passes = toRecordTest(filter);
  return state.ghosts.alive().filter(({ record, savedAt }) => savedAt <= asOf && passes(record));
}

/** Puts a few memories into a listing by time; among equal times they come last, because they are newer. */
export async function* mergeByTime(
  listing: AsyncIterable<Memory>,
  few: readonly Memory[],
  order: "oldest-first" | "newest-first",
): AsyncGenerator<Memory> {
  const sign = order === "oldest-first" ? 1 : -1;
  const waiting = few.toSorted((a, b) => sign * (a.timestamp - b.timestamp));
  for await (const memory of listing) {
    const isDue = ({ timestamp }: Memory): boolean =>
      sign === 1 ? timestamp < memory.timestamp : timestamp >= memory.timestamp;
    while (waiting[0] !== undefined && isDue(waiting[0])) yield waiting.shift()!;
    yield memory;
  }
  yield* waiting;
}

/**
 * The search cache: answers to questions that are asked again while nothing of the namespace has changed. It hangs on the searcher, which
 * every change replaces, so nothing stale can come out of it. Numbers: seed lightning-vidmem.md, "Multi-Layer Caching".
 */
import { LRUCache } from "lru-cache";
import type { IndexHit, IndexQuery } from "../document.ts";
import type { Searcher } from "../lexical/searcher.ts";
import type { RankingContext } from "./rankings.ts";
import { searchNamespace } from "./search.ts";

const DEFAULT_ENTRIES = 100;
const KEPT_MS = 300_000;
/** Characters of keys and hits of one searcher, about. */
const MAX_SIZE = 4_194_304;
const HIT_SIZE = 64;

export interface SearchCaches {
  /** How often an answer that may be kept was there, and was not. */
  readonly counts: { hits: number; misses: number };
  /** `undefined` when nothing is to be kept. */
  of(searcher: Searcher): LRUCache<string, readonly IndexHit[]> | undefined;
}

export function createSearchCaches(entries: number = DEFAULT_ENTRIES): SearchCaches {
  const caches = new WeakMap<Searcher, LRUCache<string, readonly IndexHit[]>>();
  return {
    counts: { hits: 0, misses: 0 },
    of(searcher) {
      if (entries === 0) return undefined;
      let cache = caches.get(searcher);
      if (cache === undefined) {
        cache = new LRUCache({ max: entries, ttl: KEPT_MS, maxSize: MAX_SIZE });
        caches.set(searcher, cache);
      }
      return cache;
    },
  };
}

/** Answers from words alone are kept; what depends on vectors, on the time of day or on `asOf` is asked anew. */
export async function cachedSearch(
  caches: SearchCaches,
  { query, limit }: { readonly query: IndexQuery; readonly limit: number },
  context: RankingContext,
): Promise<readonly IndexHit[]> {
  const { signal: _signal, ...asked } = query;
  const isLexical =
    query.mode === "lexical" || (query.mode !== "classic" && query.mode !== "vector" && !context.hasEmbedder);
  const isKept = isLexical && query.mode !== "hybrid" && query.embedding === undefined && query.asOf === undefined;
  const cache = isKept ? caches.of(context.searcher) : undefined;
  const key = cache === undefined ? "" : JSON.stringify(asked);
  const known = cache?.get(key);
  if (cache !== undefined) caches.counts[known === undefined ? "misses" : "hits"]++;
  if (known !== undefined) return known;
  const hits = await searchNamespace(query, limit, context);
  const size = key.length + 1 + hits.length * (query.explain === true ? HIT_SIZE * 16 : HIT_SIZE);
  if (size < MAX_SIZE) cache?.set(key, hits, { size });
  return hits;
}

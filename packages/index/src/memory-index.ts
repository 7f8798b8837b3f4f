/**
 * The index in memory: documents go in as they are saved, questions come back as references with scores. Nothing of it is lost when it
 * goes: the log has it all.
 *
 * Each namespace is searched by a searcher of its own, made again after each change; a search sees every document added before it
 * was called, and nothing that comes while it waits.
 */
import { createAnalyzer } from "./analysis/terms.ts";
import type { IndexDocument, IndexHit, IndexQuery, IndexSelection } from "./document.ts";
import type { Embedder } from "./embedders/embedder.ts";
import { createTrigramEmbedder } from "./embedders/trigram.ts";
import { byTime, type TimeOrder } from "./listing/by-time.ts";
import { mergeListings } from "./listing/merge-listings.ts";
import { turnsAround, type TurnsWanted } from "./listing/turns-around.ts";
import { createIndexContents, type IndexContents } from "./index-contents.ts";
import { createKindTable } from "./multi-hop/kind-terms.ts";
import { cachedSearch, createSearchCaches } from "./search/search-cache.ts";
import type { WordSuggestions } from "./search/suggest.ts";
import { createDocumentVectors } from "./semantic/document-vectors.ts";
import type { StoredVectors } from "./semantic/stored-vectors.ts";
import { createExactVectorIndex } from "./vectors/exact-vector-index.ts";
import { countStats, type IndexStats } from "./view/statistics.ts";

export type { IndexStats } from "./view/statistics.ts";

/** What an index works with. */
export interface MemoryIndexOptions {
  /** Reads the text of a document again: vectors and mode "classic" need it, and the index keeps no texts. */
  readonly readText: (ref: number) => Promise<string>;
  /** Reads the vector that came with a document, if one did, for when it is needed in a later session. */
  readonly readEmbedding?: ((ref: number) => Promise<Float32Array | undefined>) | undefined;
  /** Makes vectors. Without one, "vector" and "hybrid" use built-in trigrams and "auto" stays lexical. */
  readonly embedder?: Embedder | undefined;
  /** Changes cost: answers that are kept until the namespace changes, at most 300 s; 0 for none. Default 100 for each namespace. */
  readonly cachedSearches?: number | undefined;
  /** Now in ms, for mode "classic". Default Date.now. */
  readonly clock?: (() => number) | undefined;
}

/** Which memories match this cue? Not safe to share between threads. */
export interface MemoryIndex {
  /** Adds a document; with `replaces`, it takes the place of that version, which ends at `document.savedAt`. */
  add(
    document: IndexDocument,
    options?: { readonly replaces?: { readonly ref: number; readonly namespace: string } },
  ): void;
  /**
   * Ends a version at `at` ms: searches no longer see it, `asOf` before that time does. `by` is the place in history of what ended it:
   * an index in a folder writes the end down when its reach has come so far, and at once without it.
   */
  remove(ref: number, namespace: string, at: number, by?: number): void;
  /** The namespace of the version with a reference; `undefined` when it has ended or never was. */
  namespaceOf(ref: number): string | undefined;
  /** @throws IndexError INDEX_DIMENSION_MISMATCH, INDEX_EMBEDDER_FAILED; RangeError for a limit outside 1..10,000. */
  search(query: IndexQuery): Promise<IndexHit[]>;
  /** For words of a text that no memory of a namespace holds: what they may have meant. */
  suggest(text: string, namespace?: string): Promise<WordSuggestions[]>;
  /** The references that pass a selection, by time, as they are asked for; equal times in order of reference. */
  select(selection: IndexSelection, order?: TimeOrder): Iterable<number>;
  /** The turns around a document in its session, oldest first, itself included; alone when it has no session. */
  around(ref: number, namespace: string, turns: TurnsWanted): number[];
  /** Versions that are current: what `stats` counts, without looking at documents and terms. */
  size(): number;
  /** How often an answer that may be kept was there, and was not, since the index was opened. */
  cachedSearches(): { readonly hits: number; readonly misses: number };
  /** O(documents + terms). */
  stats(): IndexStats;
}

/** @returns an empty index that keeps all in memory. */
export function createMemoryIndex(options: MemoryIndexOptions): MemoryIndex {
  return createIndex(options, { contents: createIndexContents(), hold: () => () => undefined });
}

/** What an index is put around. */
export interface IndexParts {
  readonly contents: IndexContents;
  /** Says that a search begins; what it gives back, that it has ended. */
  readonly hold: () => () => void;
  /** Vectors on disk; without them they are kept in memory. */
  readonly stored?: StoredVectors | undefined;
}

/** The verbs of an index around contents that are there. */
export function createIndex(options: MemoryIndexOptions, { contents, hold, stored }: IndexParts): MemoryIndex {
  const { readText, readEmbedding = noEmbedding, clock = Date.now } = options;
  const embedder = options.embedder ?? createTrigramEmbedder();
  const vectors =
    stored?.documents ??
    createDocumentVectors({ embedder, readText, readEmbedding, vectors: createExactVectorIndex() });
  const hasEmbedder = options.embedder !== undefined;
  const analyzer = createAnalyzer();
  const kinds = createKindTable(analyzer);
  const caches = createSearchCaches(options.cachedSearches);

  return {
    add(document, { replaces } = {}) {
      contents.add(document, replaces);
      if (replaces !== undefined) stored?.drop(replaces.ref);
      stored?.add(document.ref);
      if (document.embedding !== undefined) vectors.give(document.ref, document.embedding);
    },
    remove(ref, namespace, at, by = 0) {
      contents.end({ ref, namespace, at, by });
      stored?.drop(ref);
    },
    namespaceOf: contents.namespaceOf,
    async search(query) {
      const limit = query.limit ?? 10;
      if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw new RangeError("limit must be 1..10,000");
      const release = hold();
      try {
        const hits: IndexHit[] = [];
        for (const searcher of contents.searchers(query)) {
          query.signal?.throwIfAborted();
          const context = { searcher, vectors, analyzer, kinds, readText, now: clock(), hasEmbedder };
          hits.push(...(await cachedSearch(caches, { query, limit }, context)));
        }
        // A stable sort: equal scores stay in the order of their own namespace.
        return hits.toSorted((a, b) => b.score - a.score).slice(0, limit);
      } finally {
        release();
      }
    },
    async suggest(text, namespace = "default") {
      const [searcher] = contents.searchers({ namespace });
      const release = hold();
      try {
        if (searcher === undefined) return [];
        const { suggestWords } = await import("./search/suggest.ts");
        return await suggestWords(text, searcher, { analyzer, readText });
      } finally {
        release();
      }
    },
    *select(selection, order = "oldest-first") {
      const release = hold();
      try {
        const listings = contents
          .searchers(selection)
          .map((searcher) => byTime(searcher.view, searcher.filter(selection), order));
        for (const { ref } of mergeListings(listings, order)) yield ref;
      } finally {
        release();
      }
    },
    around(ref, namespace, turns) {
      const [searcher] = contents.searchers({ namespace });
      return searcher === undefined ? [] : turnsAround(searcher, ref, turns);
    },
    cachedSearches: () => ({ ...caches.counts }),
    size: () => contents.liveCount(),
    stats: () => ({ ...countStats(contents.views(), vectors.size), embedding: stored?.figures() }),
  };
}

export function noEmbedding(): Promise<undefined> {
  return Promise.resolve(undefined);
}

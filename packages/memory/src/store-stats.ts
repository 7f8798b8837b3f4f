/** What is in a store, living ghosts included, from the parts that know it; nothing is read from the disk. */
import type { FrameLogStats } from "@vidmem/frames";
import type { EmbeddingFigures, IndexStats, UpkeepStats } from "@vidmem/index";
import type { StoreState } from "./store-state.ts";

/** What is known at once, at any size. */
export interface StoreCounts {
  /** Current memories. */
  readonly memories: number;
  /** Decoded memories kept for reading by id: how often one was there. */
  readonly warm: { readonly hits: number; readonly misses: number };
  /** Answers to questions that are asked again: how often one was there. */
  readonly cachedSearches: { readonly hits: number; readonly misses: number };
  /** The index: its segments, what waits for being built, what is built and merged, and the last failure. */
  readonly index: UpkeepStats;
  /** Vectors made in the background: queue, done, failed; `undefined` without an embedder. */
  readonly embedding: EmbeddingFigures | undefined;
  /** The log below, history included. */
  readonly log: FrameLogStats;
}

/** Figures of an open store. */
export interface StoreStats extends StoreCounts {
  readonly types: IndexStats["types"];
  readonly namespaces: readonly string[];
  readonly sessions: number;
  readonly terms: number;
}

export function countsOf(state: StoreState): StoreCounts {
  return {
    memories: state.index.size() + state.ghosts.alive().length,
    warm: { hits: state.warm.hits, misses: state.warm.misses },
    cachedSearches: state.index.cachedSearches(),
    index: state.index.upkeep.stats(),
    embedding: state.index.embedding?.figures(),
    log: state.log.stats(),
  };
}

/** Counts through the index: O(memories). */

export function statsOf(state: StoreState): StoreStats {
  const { types, namespaces, sessions, terms } = state.index.stats();
  const ghosts = state.ghosts.alive().length;
  return {
    ...countsOf(state),
    types: ghosts === 0 ? types : { ...types, ghost: (types["ghost"] ?? 0) + ghosts },
    namespaces,
    sessions,
    terms,
  };
}

/**
 * A summary of memories for drift: in each facet, how many memories and episodes have which feature. Bounded, incremental,
 * deterministic, serialisable; two summaries add up. An episode is a session, or an hour without one.
 */
import { assertCount } from "../assertions.ts";
import type { ScorableMemory } from "../context.ts";
import { episodeOf } from "../statistics/episode.ts";
import { createTermTable, type TermRow, type TermTable } from "../statistics/term-table.ts";
import { FACETS, featuresOf, type Facet } from "./features.ts";

/** Features that are kept in each facet; with more, counts are halved (statistics/term-table.ts). */
const FEATURES_PER_FACET = 5000;
const EPISODE_MS = 3_600_000;

/** A summary as plain JSON. It holds words of the memories: keep it where they are kept. */
export interface DriftSummaryJson {
  readonly memories: number;
  readonly facets: Readonly<Record<Facet, { readonly memories: number; readonly rows: readonly TermRow[] }>>;
}

export interface DriftSummary {
  /** Memories observed, with those of merged summaries. */
  readonly memories: number;
  readonly facets: Readonly<Record<Facet, TermTable>>;
  observe(memory: ScorableMemory): void;
  /** Takes an observed memory back. */
  remove(memory: ScorableMemory): void;
  /** Counts in what another summary holds, as what came later. */
  merge(later: DriftSummary): void;
  toJSON(): DriftSummaryJson;
}

/** An empty summary, or what `toJSON` gave. @throws TypeError or RangeError for what is no summary. */
export function createDriftSummary(saved?: DriftSummaryJson): DriftSummary {
  let memories = saved?.memories ?? 0;
  assertCount("memories", memories);
  const facets = perFacet((facet) => createTermTable(FEATURES_PER_FACET, saved?.facets[facet]));

  return {
    get memories() {
      return memories;
    },
    facets,
    observe(memory) {
      memories++;
      const episode = episodeOf(memory, EPISODE_MS);
      const features = featuresOf(memory);
      for (const facet of FACETS) facets[facet].observe(features[facet], episode, memories);
    },
    remove(memory) {
      memories = Math.max(0, memories - 1);
      const features = featuresOf(memory);
      for (const facet of FACETS) facets[facet].remove(features[facet]);
    },
    merge(later) {
      memories += later.memories;
      for (const facet of FACETS) facets[facet].merge(later.facets[facet]);
    },
    toJSON: () => ({
      memories,
      facets: perFacet((facet) => ({ memories: facets[facet].memories, rows: facets[facet].toRows() })),
    }),
  };
}

/** A record with a value for each facet. */
export function perFacet<T>(value: (facet: Facet) => T): Readonly<Record<Facet, T>> {
  return Object.fromEntries(FACETS.map((facet) => [facet, value(facet)])) as unknown as Record<Facet, T>;
}

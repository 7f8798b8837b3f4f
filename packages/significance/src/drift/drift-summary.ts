/**
 * A summary of memories for drift: in each facet, how many memories and episodes have which feature. Bounded, incremental,
 * deterministic, serialisable; two summaries add up. An episode is a session, or an hour without one.
 */
import { assertCount } from "../assertions.ts";
import type { ScorableMemory } from "../context.ts";
import { episodeOf } from "../statistics/episode.ts";
import { createTermTable, type TermRow, type TermTable } from "../statistics/term-table.ts";
import type { Clustering } from "./clustering.ts";
import { FACETS, featuresOf, SINGLE_FACETS, type Facet } from "./features.ts";

/** Features that are kept in each facet; with more, counts are halved (statistics/term-table.ts). */
const FEATURES_PER_FACET = 5000;
const EPISODE_MS = 3_600_000;

/** A summary as plain JSON. It holds words of the memories: keep it where they are kept. */
export interface DriftSummaryJson {
  readonly memories: number;
  /** Memories ever observed, and the episode of the last. */
  readonly observed: number;
  readonly lastEpisode: number | null;
  readonly facets: Readonly<
    Record<Facet, Clustering & { readonly memories: number; readonly rows: readonly TermRow[] }>
  >;
}

/** The features of one facet, and how alike neighbours are in it. */
export interface FacetSummary {
  readonly features: TermTable;
  readonly clustering: Clustering;
}

export interface DriftSummary {
  /** Memories observed, with those of merged summaries. */
  readonly memories: number;
  facet(facet: Facet): FacetSummary;
  observe(memory: ScorableMemory): void;
  /** Takes an observed memory back: a feature that only it had is gone. */
  remove(memory: ScorableMemory): void;
  /** Counts in what another summary holds, as what came later. */
  merge(later: DriftSummary): void;
  toJSON(): DriftSummaryJson;
}

/** An empty summary, or what `toJSON` gave. @throws TypeError or RangeError for what is no summary. */
export function createDriftSummary(saved?: DriftSummaryJson): DriftSummary {
  let { memories, observed, lastEpisode } = saved ?? { memories: 0, observed: 0, lastEpisode: null };
  assertCount("memories", memories);
  assertCount("observed", observed);
  const tables = perFacet((facet) => createTermTable(FEATURES_PER_FACET, saved?.facets[facet]));
  const clusterings = perFacet((facet) => {
    const { pairs, agreements } = saved?.facets[facet] ?? { pairs: 0, agreements: 0 };
    return { pairs, agreements };
  });

  function observeFacet(facet: Facet, features: Iterable<string>, episode: number): void {
    const table = tables[facet];
    if (SINGLE_FACETS.has(facet) && episode === lastEpisode) {
      for (const feature of features) {
        clusterings[facet].pairs++;
        if (table.get(feature)?.lastSeen === observed - 1) clusterings[facet].agreements++;
      }
    }
    table.observe(features, { episode, observation: observed });
  }

  return {
    get memories() {
      return memories;
    },
    facet: (facet) => ({ features: tables[facet], clustering: clusterings[facet] }),
    observe(memory) {
      memories++;
      observed++;
      const episode = episodeOf(memory, EPISODE_MS);
      const features = featuresOf(memory);
      for (const facet of FACETS) observeFacet(facet, features[facet], episode);
      lastEpisode = episode;
    },
    remove(memory) {
      memories = Math.max(0, memories - 1);
      const features = featuresOf(memory);
      for (const facet of FACETS) tables[facet].remove(features[facet]);
    },
    merge(later) {
      memories += later.memories;
      for (const facet of FACETS) {
        const { features, clustering } = later.facet(facet);
        tables[facet].merge(features);
        clusterings[facet].pairs += clustering.pairs;
        clusterings[facet].agreements += clustering.agreements;
      }
    },
    toJSON: () => ({
      memories,
      observed,
      lastEpisode,
      facets: perFacet((facet) => ({
        ...clusterings[facet],
        memories: tables[facet].memories,
        rows: tables[facet].toRows(),
      })),
    }),
  };
}

/** A record with a value for each facet. */
export function perFacet<T>(value: (facet: Facet) => T): Readonly<Record<Facet, T>> {
  return Object.fromEntries(FACETS.map((facet) => [facet, value(facet)])) as unknown as Record<Facet, T>;
}

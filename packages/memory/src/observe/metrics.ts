/**
 * Metrics: the figures of a store as plain numbers, each under the name of a whole Prometheus series, so that an exporter
 * prints `name value` lines and holds no knowledge. Source: Prometheus, "Metric and label naming": base units, `_total` for
 * what only grows, quantiles as labels.
 */
import type { LastDrift } from "../drift/drift-watch.ts";
import type { StoreCounts } from "../store-stats.ts";
import type { SessionFigures } from "./figures.ts";

export type Metrics = Readonly<Record<string, number>>;

/** The batches that the embedder failed in a row: a reader warns of it by the writer's snapshot. */
export const EMBEDDER_FAILING = "vidmem_embedding_failures_in_a_row";

/**
 * Only what is known at once: an exporter asks every few seconds, and what must be counted through the index is in `stats()`.
 * Operations and caches are our own words; namespaces, tags and other names of users never become labels.
 */
export function metricsOf(stats: StoreCounts & SessionFigures, drift?: LastDrift): Metrics {
  const { log, queues, events } = stats;
  return {
    vidmem_memories: stats.memories,
    vidmem_frames: log.frames,
    vidmem_segments: log.segments,
    vidmem_unsealed_segments: log.rowSegments,
    vidmem_disk_bytes: log.sizeBytes,
    vidmem_commits_total: log.commits,
    vidmem_syncs_total: log.syncs,
    vidmem_content_bytes_total: log.contentBytes,
    vidmem_delta_saved_bytes_total: log.deltaSavedBytes,
    vidmem_poisoned: log.poisoned ? 1 : 0,
    vidmem_background_failed: log.backgroundError === undefined ? 0 : 1,
    vidmem_uptime_seconds: stats.uptimeSeconds,
    vidmem_queued_frames: queues.frames,
    vidmem_queued_bytes: queues.bytes,
    vidmem_events_written_total: events.written,
    vidmem_events_dropped_total: events.dropped,
    ...(drift === undefined ? {} : { vidmem_drift_score: drift.score }),
    ...indexMetrics(stats),
    ...cacheMetrics(stats),
    ...operationMetrics(stats),
  };
}

function indexMetrics({ index, embedding }: StoreCounts): Metrics {
  return {
    vidmem_index_segments: index.segments,
    vidmem_index_bytes: index.sizeBytes,
    vidmem_index_pending_documents: index.pending,
    vidmem_index_busy: index.state === "building" || index.state === "merging" ? 1 : 0,
    vidmem_index_merge_due: index.isMergeDue ? 1 : 0,
    vidmem_index_builds_total: index.builds,
    vidmem_index_merges_total: index.merges,
    vidmem_index_failed: index.failure === undefined ? 0 : 1,
    ...(embedding === undefined
      ? {}
      : {
          vidmem_embedding_queued: embedding.queued,
          vidmem_embedding_embedded_total: embedding.embedded,
          vidmem_embedding_refused: embedding.failed,
          vidmem_embedding_failures_total: embedding.failures,
          [EMBEDDER_FAILING]: embedding.failuresInARow,
        }),
  };
}

function cacheMetrics({ caches }: SessionFigures): Metrics {
  const entries = Object.entries(caches).flatMap(([cache, { hits, misses }]): [string, number][] => [
    [`vidmem_cache_hits_total{cache="${cache}"}`, hits],
    [`vidmem_cache_misses_total{cache="${cache}"}`, misses],
  ]);
  return Object.fromEntries(entries);
}

function operationMetrics({ operations }: SessionFigures): Metrics {
  const entries = Object.entries(operations).flatMap(([operation, figures]): [string, number][] => {
    const label = `operation="${operation}"`;
    const { count, failures, totalMs, p50Ms, p95Ms, p99Ms } = figures;
    return [
      [`vidmem_operation_seconds{${label},quantile="0.5"}`, p50Ms / 1000],
      [`vidmem_operation_seconds{${label},quantile="0.95"}`, p95Ms / 1000],
      [`vidmem_operation_seconds{${label},quantile="0.99"}`, p99Ms / 1000],
      [`vidmem_operation_seconds_sum{${label}}`, totalMs / 1000],
      [`vidmem_operation_seconds_count{${label}}`, count],
      [`vidmem_operation_failures_total{${label}}`, failures],
    ];
  });
  return Object.fromEntries(entries);
}

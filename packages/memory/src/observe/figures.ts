/** Figures: what `stats()` tells of an open store besides its memories. */
import type { StoreCounts } from "../store-stats.ts";
import type { EventLogFigures } from "./event-log.ts";
import type { Meter, OperationFigures } from "./meter.ts";

/** How often a cache had the answer, since the store was opened. */
export interface CacheFigures {
  readonly hits: number;
  readonly misses: number;
  /** hits / (hits + misses); 0 when nobody asked. */
  readonly hitRate01: number;
}

/** What waits at this moment. */
export interface QueueFigures {
  /** Frames, and their bytes, that are not committed yet. */
  readonly frames: number;
  readonly bytes: number;
  /** Events that are not in logs/ yet. */
  readonly events: number;
  /** Memories that no segment of the index holds yet; searches find them. */
  readonly documents: number;
  /** Merges of the index's segments that are due or under way: 0 or 1. */
  readonly merges: number;
  /** Memories that wait for their vector. */
  readonly vectors: number;
}

/** Figures of this session: from opening to now. */
export interface SessionFigures {
  readonly session: string;
  readonly uptimeSeconds: number;
  /** Operations that ended, well or not. */
  readonly operationCount: number;
  /** By name, for those that ran: how often, how many failed, how long (p50, p95, p99). */
  readonly operations: Readonly<Record<string, OperationFigures>>;
  /**
   * `searches`: answers to questions; `records`: decoded memories, for reading by id; below it `frames`, and below that `chunks` of
   * sealed frames.
   */
  readonly caches: Readonly<Record<"searches" | "records" | "frames" | "chunks", CacheFigures>>;
  readonly queues: QueueFigures;
  readonly events: EventLogFigures;
}

/** What of an observer the figures come from. */
interface Observed {
  readonly session: { readonly id: string; readonly openedAt: number };
  readonly meter: Meter;
  events(): EventLogFigures;
}

export function sessionFiguresOf(
  observer: Observed,
  { log, index, embedding, warm, cachedSearches }: StoreCounts,
  now: number,
): SessionFigures {
  const { session, meter } = observer;
  const { frameHits, frameMisses, chunkHits, chunkMisses } = log.cache;
  const events = observer.events();
  return {
    session: session.id,
    uptimeSeconds: Math.max(0, now - session.openedAt) / 1000,
    operationCount: meter.count,
    operations: meter.figures(),
    caches: {
      searches: cacheOf(cachedSearches.hits, cachedSearches.misses),
      records: cacheOf(warm.hits, warm.misses),
      frames: cacheOf(frameHits, frameMisses),
      chunks: cacheOf(chunkHits, chunkMisses),
    },
    queues: {
      frames: log.queuedFrames,
      bytes: log.queuedBytes,
      events: events.waiting,
      documents: index.pending,
      merges: index.isMergeDue || index.state === "merging" ? 1 : 0,
      vectors: embedding?.queued ?? 0,
    },
    events,
  };
}

function cacheOf(hits: number, misses: number): CacheFigures {
  return { hits, misses, hitRate01: hits + misses === 0 ? 0 : hits / (hits + misses) };
}

/** Status: how a store is, in what is known without reading memories: a few milliseconds at any size. */
import type { RecoveryReport } from "@vidmem/frames";
import type { EmbeddingFigures, UpkeepStats } from "@vidmem/index";
import type { LastDrift } from "../drift/drift-watch.ts";
import type { StoreCounts } from "../store-stats.ts";
import type { QueueFigures, SessionFigures } from "./figures.ts";
import type { Observer } from "./observer.ts";
import type { PreviousSession } from "./session.ts";
import type { LastBackup, Snapshot } from "./snapshot-file.ts";
import { warningsOf, type Warning } from "./warnings.ts";

/** How a store is. Times in ms since 1970. */
export interface StoreStatus {
  readonly dir: string;
  /** "poisoned": a write failed, nothing more is taken until the store is opened again; reading goes on. */
  readonly state: "open" | "read-only" | "poisoned";
  readonly session: string;
  readonly openedAt: number;
  readonly uptimeSeconds: number;
  readonly memories: number;
  readonly diskBytes: number;
  readonly operationCount: number;
  readonly queues: QueueFigures;
  /** The index: its segments, what is built and merged, and the last failure. */
  readonly index: UpkeepStats;
  /** Vectors made in the background: queue, done, failed, and the last failure; `undefined` without an embedder. */
  readonly embedding: EmbeddingFigures | undefined;
  /** How the last session before this one ended. A reader cannot tell an interrupted one from one that runs: "unknown". */
  readonly previousSession: PreviousSession;
  /** What opening found. */
  readonly recovery: RecoveryReport;
  readonly lastBackup: LastBackup | undefined;
  /** The last measurement of this session; none before 500 memories were saved or `drift()` was asked. */
  readonly drift: LastDrift | undefined;
  /** Read-only stores: the last snapshot of whoever writes, at most a minute old while it is busy. */
  readonly writer: Snapshot | undefined;
  /** What somebody should look at; empty when all is well. */
  readonly warnings: readonly Warning[];
}

/** What a status is made of. */
export interface StatusSources {
  readonly dir: string;
  readonly recovery: RecoveryReport;
  readonly stats: StoreCounts & SessionFigures;
  readonly observer: Observer;
  readonly drift: LastDrift | undefined;
}

export async function statusOf({ dir, recovery, stats, observer, drift }: StatusSources): Promise<StoreStatus> {
  const { log, memories, queues, index, embedding, uptimeSeconds, operationCount } = stats;
  const { session, previous } = observer;
  const writer = log.readOnly ? await observer.readSnapshot() : undefined;
  const isUnclear = log.readOnly && previous.ended === "interrupted";
  const previousSession: PreviousSession = isUnclear ? { ...previous, ended: "unknown" } : previous;
  return {
    dir,
    state: stateOf(stats),
    session: session.id,
    openedAt: session.openedAt,
    uptimeSeconds,
    memories,
    diskBytes: log.sizeBytes,
    operationCount,
    queues,
    index,
    embedding,
    previousSession,
    recovery,
    lastBackup: (log.readOnly ? writer?.lastBackup : observer.lastBackup) ?? undefined,
    drift,
    writer,
    warnings: warningsOf({ stats, recovery, previousSession, drift, writer }),
  };
}

function stateOf({ log }: StoreCounts): StoreStatus["state"] {
  if (log.poisoned) return "poisoned";
  return log.readOnly ? "read-only" : "open";
}

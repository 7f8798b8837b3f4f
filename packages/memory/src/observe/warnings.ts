/** Warnings: what of a store somebody should look at. Messages hold counts and names of files, never contents. */
import type { RecoveryReport } from "@vidmem/frames";
import type { LastDrift } from "../drift/drift-watch.ts";
import type { StoreCounts } from "../store-stats.ts";
import type { SessionFigures } from "./figures.ts";
import { EMBEDDER_FAILING } from "./metrics.ts";
import type { PreviousSession } from "./session.ts";
import type { Snapshot } from "./snapshot-file.ts";

/** Never rename one: programs judge by it. */
export type WarningCode =
  | "poisoned"
  | "damaged"
  | "torn"
  | "foreign-files"
  | "interrupted"
  | "background-failed"
  | "index-failed"
  | "embedder"
  | "events-dropped"
  | "drift";

export interface Warning {
  readonly code: WarningCode;
  /** What, and what to do. */
  readonly message: string;
}

export interface WarningSources {
  readonly stats: Pick<StoreCounts & SessionFigures, "log" | "index" | "embedding" | "events">;
  readonly recovery: RecoveryReport;
  readonly previousSession: PreviousSession;
  readonly drift?: LastDrift | undefined;
  /** What another process that writes told last. */
  readonly writer?: Snapshot | undefined;
}

export function warningsOf({ stats, recovery, previousSession, drift, writer }: WarningSources): Warning[] {
  const { log, index, events } = stats;
  const { torn, damagedCount, foreignCount } = recovery;
  const found: (readonly [WarningCode, boolean, string])[] = [
    ["poisoned", log.poisoned, "A write failed: nothing more is saved. Free space or check the disk, then open again."],
    ["damaged", damagedCount > 0, `${damagedCount} damaged place(s): the rest is readable. Run repair, or restore.`],
    ["torn", torn !== undefined, "A save was cut short by a crash; it was never acknowledged. Nothing to do."],
    ["foreign-files", foreignCount > 0, `${foreignCount} file(s) in shards/ are not of this store. Move them away.`],
    [
      "interrupted",
      previousSession.ended === "interrupted",
      "The last session was not closed. Every acknowledged save is there; close the store before the program ends.",
    ],
    [
      "background-failed",
      log.backgroundError !== undefined,
      "Sealing failed in the background: the next opening tries again. Check space and permissions.",
    ],
    [
      "index-failed",
      index.failure !== undefined,
      `The index could not be written (${index.failure}). Searches go on from memory; it is tried again. Check space and permissions.`,
    ],
    ["embedder", ...embedderWarning(stats.embedding, writer)],
    [
      "drift",
      drift?.drifted === true,
      "The newest memories are unlike those before. If that is not meant, look at what is saved: `drift` says what moved.",
    ],
    ["events-dropped", events.failures > 0, "logs/ could not be written. Check space and permissions there."],
  ];
  return found.filter(([, isThere]) => isThere).map(([code, , message]) => ({ code, message }));
}

/** Whether the embedder fails, and the words for it. */
function embedderWarning(
  embedding: StoreCounts["embedding"],
  writer: Snapshot | undefined,
): readonly [isThere: boolean, message: string] {
  const inARow = embedding?.failuresInARow ?? writer?.metrics[EMBEDDER_FAILING] ?? 0;
  const refused = embedding?.failed ?? 0;
  const reason = embedding?.lastError === undefined ? "" : ` (${embedding.lastError})`;
  const what =
    inARow > 0
      ? `The embedder failed ${inARow} time(s) in a row${reason}. It is tried again`
      : `The embedder refused ${refused} text(s)${reason}. The next opening tries them again`;
  return [inARow > 0 || refused > 0, `${what}; memories without a vector are found by their words.`];
}

/**
 * The parts that upkeep works with, and how its verbs get the store to hold still: they run on the one background worker, so
 * that they never meet sealing, merging or each other; appends go on meanwhile, in a segment of their own.
 */
import { ioError } from "../errors.ts";
import type { Background } from "../store/background.ts";
import type { Committer } from "../store/committer.ts";
import type { Deltas } from "../store/deltas.ts";
import type { RecoveryReport } from "../store/frame-log.ts";
import type { FrameReader } from "../store/frame-reader.ts";
import type { SealerParts } from "../store/sealer.ts";

/** What upkeep works with. */
export interface UpkeepParts extends SealerParts {
  readonly committer: Pick<Committer, "endSegment">;
  readonly background: Pick<Background, "run">;
  readonly frames: FrameReader;
  readonly deltas: Deltas;
  readonly recovery: RecoveryReport;
  /** 32 random bits for hash tables. */
  readonly seed: () => number;
  /** Throws FRAMES_CLOSED when the log was closed meanwhile. */
  readonly assertOpen: () => void;
}

/** Runs work on the background worker. @throws FRAMES_CLOSED, FRAMES_IO naming what was tried. */
export async function onWorker<T>(parts: UpkeepParts, what: string, work: () => Promise<T>): Promise<T> {
  parts.assertOpen();
  try {
    return await parts.background.run(work);
  } catch (cause) {
    throw cause instanceof Error && "code" in cause ? ioError(what, parts.dir, cause) : cause;
  }
}

/** Ends the active segment first: frames up to `lastSeq` lie in segments that nobody appends to. @throws FRAMES_POISONED too. */
export async function onQuietStore<T>(
  parts: UpkeepParts,
  what: string,
  work: (lastSeq: number) => Promise<T>,
): Promise<T> {
  const reunite = parts.runs.divide(parts.history.lastSeq); // what is planned now; what comes later is not to be sealed with it
  try {
    const lastSeq = await parts.committer.endSegment();
    return await onWorker(parts, what, () => work(lastSeq));
  } finally {
    reunite();
  }
}

/**
 * Scoring: gives memories their significance after they were saved, in the order of history, in the background. The numbers are
 * derived: they live in files of their own beside the log (score-table.ts, statistics-file.ts) and are made again when those are
 * gone. A version whose content did not change keeps the scores of the one before.
 * Invariants: no save waits for it; it takes at most 10 ms at a time, and a tenth of the time while saves come; an error stops it
 * until it is asked again, and harms nothing else.
 */
import { setImmediate } from "node:timers/promises";
import type { StoredFrame } from "@vidmem/frames";
import type { Progress } from "../memory.ts";
import { openScoreRun, type ScoreRunParts } from "./score-run.ts";
import type { SignificanceScores } from "./scores.ts";

export interface Scoring {
  /** The scores of the version at a place; `undefined` when it is not scored (yet). */
  of(seq: number): SignificanceScores | undefined;
  /** Something was saved: it is scored soon. */
  notice(): void;
  /** The version at `to` has the content of the one at `from`. */
  carry(from: number, to: number): void;
  /** Scores everything up to now. @returns how many were scored. @throws what the scorer throws; the signal's reason. */
  catchUp(options?: CatchUpOptions): Promise<number>;
  /** The words of these versions leave the statistics. */
  forgetWords(frames: readonly StoredFrame[]): Promise<void>;
  /** Scores the rest when it is little, writes the files. Never rejects. */
  close(): Promise<void>;
  /** Why it stands still, if it does. */
  readonly error: unknown;
}

export interface CatchUpOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface ScoringParts extends ScoreRunParts {
  /** Whether it works by itself. */
  readonly scoring: "background" | "when-asked";
}

const START_AFTER_MS = 100;
const SLICE_MS = 10;
/** A rest up to this many is scored at close. */
const REST_AT_CLOSE = 1000;

export async function openScoring(parts: ScoringParts): Promise<Scoring> {
  const { log, readOnly, scoring } = parts;
  const worksByItself = scoring === "background" && !readOnly;
  const run = await openScoreRun(parts);
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let savedSince = false;
  let isClosed = false;
  let error: unknown;

  /** One at a time, in turn. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = running.then(work);
    running = turn.catch(() => undefined);
    return turn;
  }

  const slice = (signal?: AbortSignal): ReturnType<typeof run.slice> =>
    inTurn(() => run.slice(performance.now() + SLICE_MS, signal));

  async function work(): Promise<void> {
    timer = undefined;
    try {
      for (;;) {
        savedSince = false;
        const { isDone } = await slice();
        if (isDone || isClosed) return;
        if (savedSince) return notice();
        await setImmediate();
      }
    } catch (reason) {
      error = reason;
    }
  }

  function notice(): void {
    savedSince = true;
    if (isClosed || !worksByItself || error !== undefined) return;
    timer ??= setTimeout(() => void work(), START_AFTER_MS).unref();
  }

  async function catchUp({ signal, onProgress }: CatchUpOptions = {}): Promise<number> {
    error = undefined;
    let total = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { scored, isDone } = await slice(signal);
      total += scored;
      onProgress?.({ done: total, unit: "memories" });
      if (isDone) return total;
      await setImmediate();
    }
  }

  async function finish(): Promise<void> {
    const { frames } = log.stats();
    await running;
    if (worksByItself && frames > 0 && error === undefined && frames - (await run.reach()) <= REST_AT_CLOSE)
      await catchUp();
    await run.write();
  }

  return {
    of: (seq) => run.of(seq),
    notice,
    carry: (from, to) => run.carry(from, to),
    catchUp,
    forgetWords: (frames) => inTurn(() => run.forgetWords(frames)),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      try {
        if (!readOnly && !log.stats().poisoned) await finish();
      } catch (reason) {
        error = reason;
      } finally {
        await run.close().catch((reason: unknown) => (error = reason));
      }
    },
    get error() {
      return error;
    },
  };
}

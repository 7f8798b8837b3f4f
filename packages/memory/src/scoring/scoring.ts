/**
 * Scoring: gives memories their significance after they were saved, in the order of history, in the background. The numbers are
 * derived: they live in files of their own beside the log (score-table.ts, statistics-file.ts) and are made again when those are
 * gone. A version whose content did not change keeps the scores of the one before.
 * Invariants: no save waits for it; it takes at most 10 ms at a time, and a tenth of the time while saves come; an error stops it
 * until it is asked again, and harms nothing else.
 */
import { setImmediate } from "node:timers/promises";
import { join } from "node:path";
import type { Disk, FrameLog, StoredFrame } from "@vidmem/frames";
import { assertSignificance, createScorer, readText, type ScorableMemory, type Scorer } from "@vidmem/significance";
import { readHistory } from "../history.ts";
import type { Progress } from "../memory.ts";
import { readRecord, textOf } from "../records/memory-frame.ts";
import { openScoreTable, type ScoreTable } from "./score-table.ts";
import { readScores, SCORE_BYTES, toScoreBytes, type SignificanceScores } from "./scores.ts";
import { readStatistics, writeStatistics, type NamespaceStatistics } from "./statistics-file.ts";

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

export interface ScoringParts {
  readonly log: FrameLog;
  readonly disk: Disk;
  /** The store's folder. */
  readonly dir: string;
  readonly readOnly: boolean;
  /** The user's own, if any. */
  readonly scorer: Scorer | undefined;
  /** Whether it works by itself. */
  readonly scoring: "background" | "when-asked";
  readonly clock: () => number;
}

const START_AFTER_MS = 100;
const SLICE_MS = 10;
/** A rest up to this many is scored at close. */
const REST_AT_CLOSE = 1000;
const FLUSH_PAGES = 16;

export async function openScoring(parts: ScoringParts): Promise<Scoring> {
  const { log, disk, dir: storeDir, readOnly, scorer, scoring, clock } = parts;
  const worksByItself = scoring === "background" && !readOnly;
  const dir = join(storeDir, "significance");
  const table: ScoreTable = await openScoreTable(disk, dir);
  const scores: Scorer = scorer ?? createScorer();
  const carried = new Map<number, number>();
  let statistics: NamespaceStatistics | undefined;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let savedSince = false;
  let isChanged = false;
  let isClosed = false;
  let error: unknown;

  const load = async (): Promise<NamespaceStatistics> =>
    (statistics ??= await readStatistics(disk, dir, log.stats().frames));

  /** One at a time, in turn. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = running.then(work);
    running = turn.catch(() => undefined);
    return turn;
  }

  async function scoreFrame(known: NamespaceStatistics, frame: StoredFrame): Promise<boolean> {
    const record = readRecord(frame);
    if (record === undefined) return false;
    isChanged = true;
    const from = carried.get(frame.seq);
    if (from !== undefined) {
      const { bytes, offset } = table.at(from);
      table.set(frame.seq, bytes.slice(offset, offset + SCORE_BYTES));
      return false;
    }
    const { namespace, timestamp, session, speaker, tags, type } = record;
    const text = textOf(record.content);
    // Read once, for the context, the scores and the statistics.
    const memory: ScorableMemory = { text, timestamp, session, speaker, tags, type, reading: readText(text) };
    const own = known.of(namespace);
    const significance = await scores.score(memory, own.contextOf(memory, clock()));
    assertSignificance(significance);
    table.set(frame.seq, toScoreBytes(significance));
    own.observe(memory);
    return true;
  }

  /** Scores what is behind the reach, up to `untilMs`. @returns how many, and whether it came to the end. */
  async function slice(untilMs: number, signal?: AbortSignal): Promise<{ scored: number; isDone: boolean }> {
    const known = await load();
    let scored = 0;
    try {
      for await (const frame of readHistory(log, { fromSeq: known.reach + 1, signal })) {
        if (await scoreFrame(known, frame)) scored++;
        known.reach = frame.seq;
        carried.delete(frame.seq);
        if (performance.now() >= untilMs) return { scored, isDone: false };
      }
      known.reach = Math.max(known.reach, log.stats().frames);
      return { scored, isDone: true };
    } finally {
      if (table.changedPages >= FLUSH_PAGES && !readOnly) await table.flush();
    }
  }

  async function work(): Promise<void> {
    timer = undefined;
    try {
      for (;;) {
        savedSince = false;
        const { isDone } = await inTurn(() => slice(performance.now() + SLICE_MS));
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
      const { scored, isDone } = await inTurn(() => slice(performance.now() + SLICE_MS, signal));
      total += scored;
      onProgress?.({ done: total, unit: "memories" });
      if (isDone) return total;
      await setImmediate();
    }
  }

  async function finish(): Promise<void> {
    const { frames } = log.stats();
    await running;
    if (worksByItself && frames > 0 && error === undefined && frames - (await load()).reach <= REST_AT_CLOSE)
      await catchUp();
    await writeFiles();
  }

  async function writeFiles(): Promise<void> {
    if (readOnly || !isChanged || statistics === undefined) return;
    isChanged = false;
    // Scores first: the reach must not promise more than the table has.
    await table.flush();
    await writeStatistics(disk, dir, statistics);
  }

  return {
    of(seq) {
      const { bytes, offset } = table.at(seq);
      return readScores(bytes, offset);
    },
    notice,
    carry: (from, to) => void carried.set(to, from),
    catchUp,
    forgetWords: (frames) =>
      inTurn(async () => {
        const known = await load();
        for (const frame of frames) {
          const record = frame.seq <= known.reach ? readRecord(frame) : undefined;
          if (record === undefined) continue;
          const { namespace, timestamp, session, speaker } = record;
          isChanged = true;
          known.of(namespace).remove({ text: textOf(record.content), timestamp, session, speaker });
        }
        await writeFiles();
      }),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      try {
        if (!readOnly && !log.stats().poisoned) await finish();
      } catch (reason) {
        error = reason;
      } finally {
        await table.close().catch((reason: unknown) => (error = reason));
      }
    },
    get error() {
      return error;
    },
  };
}

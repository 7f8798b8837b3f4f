/**
 * The run of scoring over history: what was scored up to where, and the next slice of it. When it runs is scoring.ts's.
 * Invariant: versions are scored in the order of history, so that "new" means new at that time.
 */
import { join } from "node:path";
import type { Disk, FrameLog, StoredFrame } from "@vidmem/frames";
import type { Scorer } from "@vidmem/significance";
import { readHistory } from "../history.ts";
import { readRecord } from "../records/memory-frame.ts";
import type { FrameScorer } from "./frame-scorer.ts";
import { openScoreTable } from "./score-table.ts";
import { readScores, SCORE_BYTES, type SignificanceScores } from "./scores.ts";

export interface ScoreRunParts {
  readonly log: FrameLog;
  readonly disk: Disk;
  /** The store's folder. */
  readonly dir: string;
  readonly readOnly: boolean;
  /** The user's own, if any. */
  readonly scorer: Scorer | undefined;
  readonly clock: () => number;
}

export interface ScoreRun {
  of(seq: number): SignificanceScores | undefined;
  /** The version at `to` has the content, and gets the scores, of the one at `from`. */
  carry(from: number, to: number): void;
  /** The place up to which history is scored. */
  reach(): Promise<number>;
  /** Scores what is behind the reach, up to `untilMs` of performance.now(). @returns how many, and whether the end was reached. */
  slice(untilMs: number, signal?: AbortSignal): Promise<{ readonly scored: number; readonly isDone: boolean }>;
  /** The words of these versions leave the statistics. */
  forgetWords(frames: readonly StoredFrame[]): Promise<void>;
  /** Writes what changed. */
  write(): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_PAGES = 16;
/** More of them that wait are scored anew instead. */
const MAX_CARRIED = 100_000;

export async function openScoreRun({
  log,
  disk,
  dir: storeDir,
  readOnly,
  scorer,
  clock,
}: ScoreRunParts): Promise<ScoreRun> {
  const dir = join(storeDir, "significance");
  const table = await openScoreTable(disk, dir);
  const carried = new Map<number, number>();
  let frames: FrameScorer | undefined;
  let isChanged = false;

  async function load(): Promise<FrameScorer> {
    if (frames !== undefined) return frames;
    const { openFrameScorer } = await import("./frame-scorer.ts");
    const lastSeq = (await table.isWhole()) ? log.stats().frames : 0; // scores that are gone are made again, from the first on
    return (frames ??= await openFrameScorer({ disk, dir, scorer, clock, lastSeq }));
  }

  async function scoreFrame(known: FrameScorer, frame: StoredFrame): Promise<boolean> {
    const record = readRecord(frame);
    if (record === undefined) return false;
    isChanged = true;
    const from = carried.get(frame.seq);
    if (from !== undefined) {
      const { bytes, offset } = table.at(from);
      table.set(frame.seq, bytes.slice(offset, offset + SCORE_BYTES));
      return false;
    }
    table.set(frame.seq, await known.score(record));
    return true;
  }

  async function write(): Promise<void> {
    if (readOnly || !isChanged || frames === undefined) return;
    // Scores first: the reach must not promise more than the table has.
    await table.flush();
    await frames.write();
    isChanged = false;
  }

  return {
    of(seq) {
      const { bytes, offset } = table.at(seq);
      return readScores(bytes, offset);
    },
    carry(from, to) {
      if (carried.size < MAX_CARRIED) carried.set(to, from);
    },
    reach: async () => (await load()).reach,
    async slice(untilMs, signal) {
      const known = await load();
      // What is committed while this runs is left to the next slice.
      const last = log.stats().frames;
      let scored = 0;
      try {
        for await (const frame of readHistory(log, { fromSeq: known.reach + 1, signal })) {
          if (await scoreFrame(known, frame)) scored++;
          known.reach = frame.seq;
          carried.delete(frame.seq);
          if (performance.now() >= untilMs) return { scored, isDone: false };
        }
        known.reach = Math.max(known.reach, last);
        return { scored, isDone: true };
      } finally {
        if (table.changedPages >= FLUSH_PAGES && !readOnly) await table.flush();
      }
    },
    async forgetWords(erased) {
      const known = await load();
      for (const frame of erased) {
        isChanged = true; // also beyond the reach: a file that could not be used, and is to be replaced, may hold its words
        const record = frame.seq <= known.reach ? readRecord(frame) : undefined;
        if (record !== undefined) known.forget(record);
      }
      await write();
    },
    write,
    close: () => table.close(),
  };
}

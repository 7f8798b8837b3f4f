/**
 * The scorer of frames: the six scores of one version after the other, by @vidmem/significance. Loaded with the first slice of a run:
 * a process that only reads never needs it.
 */
import type { Disk } from "@vidmem/frames";
import { assertSignificance, createScorer, readText, type ScorableMemory, type Scorer } from "@vidmem/significance";
import { textOf } from "../records/memory-frame.ts";
import type { MemoryRecord } from "../records/record.ts";
import { toScoreBytes } from "./scores.ts";
import { readStatistics, writeStatistics } from "./statistics-file.ts";

export interface FrameScorer {
  /** The place in history up to which memories were observed. */
  reach: number;
  /** The six bytes of a version; its words are part of the statistics from now on. */
  score(record: MemoryRecord): Promise<Uint8Array>;
  /** The words of a version leave the statistics. */
  forget(record: MemoryRecord): void;
  /** Replaces the file of the statistics. */
  write(): Promise<void>;
}

export interface FrameScorerParts {
  readonly disk: Disk;
  /** Where the statistics lie. */
  readonly dir: string;
  /** Places in history: statistics that know of more belong to another history. */
  readonly lastSeq: number;
  /** The user's own, if any. */
  readonly scorer: Scorer | undefined;
  readonly clock: () => number;
}

export async function openFrameScorer({ disk, dir, lastSeq, scorer, clock }: FrameScorerParts): Promise<FrameScorer> {
  const statistics = await readStatistics(disk, dir, lastSeq);
  const scores: Scorer = scorer ?? createScorer();
  return {
    get reach() {
      return statistics.reach;
    },
    set reach(seq) {
      statistics.reach = seq;
    },
    async score(record) {
      const memory = toScorable(record);
      const own = statistics.of(record.namespace);
      const significance = await scores.score(memory, own.contextOf(memory, clock()));
      assertSignificance(significance);
      own.observe(memory);
      return toScoreBytes(significance);
    },
    forget(record) {
      statistics.of(record.namespace).remove(toScorable(record));
    },
    write: () => writeStatistics(disk, dir, statistics),
  };
}

/** Its text is read once, for the context, the scores and the statistics. */
function toScorable({ content, timestamp, session, speaker, tags, type }: MemoryRecord): ScorableMemory {
  const text = textOf(content);
  return { text, timestamp, session, speaker, tags, type, reading: readText(text) };
}

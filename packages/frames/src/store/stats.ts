/** Stats: the figures of an open log at this moment. */
import type { ResolvedOptions } from "../options.ts";
import type { FrameLogStats } from "./frame-log.ts";
import type { ReadingParts, WritingParts } from "./parts.ts";

/** Where figures come from. */
export interface StatsParts {
  readonly options: ResolvedOptions;
  readonly reading: ReadingParts;
  readonly writing: WritingParts | undefined;
  readonly committedSeq: number;
  readonly contentBytes: number;
}

export function toStats({ options, reading, writing, committedSeq, contentBytes }: StatsParts): FrameLogStats {
  const { history, frames, chunks } = reading;
  const { segments } = history;
  const committer = writing?.committer;
  return {
    frames: committedSeq,
    segments: segments.length,
    rowSegments: segments.filter((segment) => !("sealed" in segment)).length,
    sizeBytes: segments.reduce((sum, segment) => sum + segment.sizeBytes, 0) - (committer?.uncommittedBytes ?? 0),
    queuedFrames: committer === undefined || committer.poisoned ? 0 : committer.lastSeq - committer.committedSeq,
    queuedBytes: committer?.queuedBytes ?? 0,
    commits: committer?.commits ?? 0,
    syncs: writing?.writer.syncs ?? 0,
    deltas: writing?.deltas.count ?? 0,
    deltaSavedBytes: writing?.deltas.savedBytes ?? 0,
    contentBytes,
    cache: { frameHits: frames.hits, frameMisses: frames.misses, chunkHits: chunks.hits, chunkMisses: chunks.misses },
    durability: options.durability,
    readOnly: options.readOnly,
    poisoned: committer?.poisoned ?? false,
    backgroundError: writing?.lastError(),
  };
}

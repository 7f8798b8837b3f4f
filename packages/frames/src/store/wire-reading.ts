/** Wiring of what every open log reads with. */
import type { ResolvedOptions } from "../options.ts";
import { createChunkCache } from "./chunk-cache.ts";
import { createFrameReader } from "./frame-reader.ts";
import { createHistory } from "./history.ts";
import type { ReadingParts } from "./parts.ts";
import { seedOf } from "./seed.ts";
import type { Segment } from "./segment.ts";
import type { SnapshotParts } from "./snapshot.ts";

export function snapshotParts({ disk, dir, randomBytes, chunkCache }: ResolvedOptions): SnapshotParts {
  return { disk, dir, seed: seedOf(randomBytes), chunks: createChunkCache(chunkCache) };
}

export function toReading(
  options: ResolvedOptions,
  { chunks }: SnapshotParts,
  segments: readonly Segment[],
): ReadingParts {
  const history = createHistory(segments);
  return { history, chunks, frames: createFrameReader(history, options.frameCache) };
}

export function totalsOf({ history }: ReadingParts): { frames: number; segments: number } {
  return { frames: history.lastSeq, segments: history.segments.length };
}

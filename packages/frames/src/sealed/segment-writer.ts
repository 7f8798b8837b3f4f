/**
 * Sealed segment writer: frames to an immutable file. Layout and order: docs/format/sealed.md.
 * Invariants: S1 the file reads back as the frames; others get their turn every few milliseconds.
 */
import type { RawFrame } from "../raw-frame.ts";
import type { SealedSummary } from "./assembly.ts";
import { createChunkPipeline } from "./chunk-pipeline.ts";
import type { WriteSealedOptions } from "./chunk-pipeline.ts";

export type { WriteSealedOptions } from "./chunk-pipeline.ts";

/**
 * Writes frames, in ascending order of seq within the range, as a sealed segment. Nothing is synced: that is the caller's.
 * A frame is copied before the next one is asked for.
 * @throws TypeError, RangeError on illegal frames; FRAMES_TOO_LARGE above 64 MiB; what `write` rejects with. After an error
 * the bytes written are no segment.
 */
export async function writeSealed(
  frames: AsyncIterable<RawFrame> | Iterable<RawFrame>,
  options: WriteSealedOptions,
): Promise<SealedSummary> {
  const pipeline = createChunkPipeline(options);
  for await (const frame of frames) if (pipeline.add(frame)) await pipeline.settle();
  return pipeline.finish();
}

/**
 * Copying chunks: several sealed segments of adjoining ranges become one, without inflating anything.
 * Invariants: S4 the result reads like a segment written from all frames at once; every chunk is checked before it is copied.
 */
import { createAssembly } from "./assembly.ts";
import type { AssemblyOptions, SealedSummary } from "./assembly.ts";
import type { SealedSegment } from "./segment-reader.ts";

/** Where the merged segment goes. */
export type CopyChunksOptions = Omit<AssemblyOptions, "range">;

/**
 * Copies the chunks of all segments, in order of seq; their ranges must adjoin. Nothing is synced: that is the caller's.
 * @throws TypeError without segments; RangeError when the ranges do not adjoin; FRAMES_CORRUPT when one is damaged; what
 * `write` rejects with.
 */
export async function copyChunks(
  segments: readonly SealedSegment[],
  options: CopyChunksOptions,
): Promise<SealedSummary> {
  const first = segments[0];
  const last = segments.at(-1);
  if (first === undefined || last === undefined) throw new TypeError("segments must not be empty");
  for (const [n, segment] of segments.entries()) {
    const previous = segments[n - 1];
    if (previous !== undefined && segment.firstSeq !== previous.lastSeq + 1) {
      throw new RangeError(`segments must adjoin; seq ${segment.firstSeq} follows ${previous.lastSeq}`);
    }
  }
  const range = { firstSeq: first.firstSeq, lastSeq: last.lastSeq };
  const assembly = createAssembly({ ...options, range });
  for (const segment of segments) {
    for (const { bytes } of segment.packedChunks()) if (assembly.put(bytes)) await assembly.settle();
  }
  return assembly.finish();
}

/** Which segments to merge next: a pure plan. Neighbours of about one size become one, so that each document is copied a few times only. */
import type { SegmentFile } from "./segment-store.ts";

/** What the plan looks at. */
export type PlannedSegment = Pick<SegmentFile, "documents"> & { readonly endedSinceWritten: number };

/** Neighbours in [from, to) that become one. */
export interface MergePlan {
  readonly from: number;
  readonly to: number;
}

/** With so many segments every search pays for them: a merge that is due then waits neither for builds nor for the next opening. */
export const CROWDED_SEGMENTS = 16;

/** So many neighbours of a tier make a merge; a tier is so many times larger than the one below. */
const FAN_IN = 8;
/** Each input has its place in every step from term to term: many more would cost more than a second merge does. */
const MOST_INPUTS = 16;
const SMALLEST_TIER_DOCUMENTS = 64;
/** Larger segments are not made: a dozen of them search as fast as one. */
const MAX_SEGMENT_DOCUMENTS = 262_144;
/** A segment is written anew when so many of its documents, or this share, ended since. */
const REWRITE_ENDED = 5_000;
const REWRITE_SHARE = 0.2;

/** @param segments oldest first. @returns `undefined` when all is well. */
export function planMerge(segments: readonly PlannedSegment[]): MergePlan | undefined {
  const highest = Math.max(0, ...segments.map(tierOf));
  for (let tier = 0; tier <= highest; tier++) {
    for (let to = segments.length; to >= FAN_IN; to--) {
      const run = runBefore(segments, to, tier);
      if (run.to - run.from >= FAN_IN) return run;
    }
  }
  const worn = segments.findIndex(
    ({ documents, endedSinceWritten }) =>
      endedSinceWritten >= REWRITE_ENDED ||
      (documents >= SMALLEST_TIER_DOCUMENTS && endedSinceWritten >= documents * REWRITE_SHARE),
  );
  return worn < 0 ? undefined : { from: worn, to: worn + 1 };
}

function tierOf({ documents }: PlannedSegment): number {
  let tier = 0;
  for (let size = SMALLEST_TIER_DOCUMENTS; size <= documents; size *= FAN_IN) tier++;
  return tier;
}

/** The segments before a place, up to a tier, as many as make no segment that is too large. */
function runBefore(segments: readonly PlannedSegment[], to: number, tier: number): MergePlan {
  let from = to;
  let documents = 0;
  while (from > 0 && to - from < MOST_INPUTS && tierOf(segments[from - 1]!) <= tier) {
    documents += segments[from - 1]!.documents;
    if (documents > MAX_SEGMENT_DOCUMENTS) break;
    from--;
  }
  return { from, to };
}

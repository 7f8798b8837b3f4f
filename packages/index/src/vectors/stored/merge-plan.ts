/**
 * Merge plan: which segments are written anew, and why. Pure.
 * Tiers grow by four, so a vector is copied about log4(segmentRows / flushRows) times; full segments are copied again only when a
 * quarter of their rows is dead.
 */

/** What the plan needs of a segment. */
export interface PlannedSegment {
  readonly count: number;
  readonly liveCount: number;
}

const SEGMENTS_TO_MERGE = 4;
const TIER_FACTOR = 4;
const DEAD_SHARE = 1 / 4;

/** @returns segments to replace by one that holds their live rows, in the order given; undefined when all is well. */
export function planMerge<Segment extends PlannedSegment>(
  segments: readonly Segment[],
  segmentRows: number,
): Segment[] | undefined {
  const decayed = segments.find(({ count, liveCount }) => count - liveCount > count * DEAD_SHARE);
  if (decayed !== undefined) return [decayed];
  const tiers = new Map<number, Segment[]>();
  for (const segment of segments) {
    if (segment.liveCount * 2 > segmentRows) continue;
    const tier = Math.floor(Math.log(Math.max(1, segment.liveCount)) / Math.log(TIER_FACTOR));
    const members = tiers.get(tier) ?? [];
    tiers.set(tier, members);
    members.push(segment);
    if (members.length === SEGMENTS_TO_MERGE) return members;
  }
  return undefined;
}

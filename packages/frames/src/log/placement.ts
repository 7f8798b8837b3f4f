/**
 * Placement: in which segment, and where in it, the next entry goes. Rules: docs/format/store.md, "Layout".
 * Invariants: places only move on; the month never goes back; no number is used twice.
 */
import { monthEndMs, monthOf, segmentName } from "./segments.ts";
import type { SegmentName } from "./segments.ts";

/** Where the next entry goes. */
interface Place {
  readonly segment: SegmentName;
  readonly offset: number;
}

/** Where writing starts after recovery. */
export interface PlacementStart {
  readonly newest: SegmentName | undefined;
  /** Offset at which `newest` may be continued; undefined when it may not. */
  readonly continueAt: number | undefined;
  readonly highest: ReadonlyMap<string, number>;
  readonly segmentBytes: number;
}

/** Gives out places. */
export interface Placement {
  /** The place for an entry of a size at a time; may turn to a new segment. @throws RangeError for a clock out of range. */
  next(sizeBytes: number, nowMs: number): Place;
  /** Takes the place that was given. */
  advance(sizeBytes: number): void;
  /** Tells whether a segment was begun here: a check of the disk must not judge it while it is being made. */
  hasBegun(file: string): boolean;
}

/** Creates the placement of a log that is open for writing. */
export function createPlacement(start: PlacementStart): Placement {
  const highest = new Map(start.highest);
  const begun = new Set<string>();
  let month = start.newest?.month ?? "";
  let segment = start.continueAt === undefined ? undefined : start.newest;
  let offset = start.continueAt ?? 0;
  let endMs = month === "" ? Number.NEGATIVE_INFINITY : monthEndMs(month);

  const begin = (nowMs: number): SegmentName => {
    const now = nowMs >= endMs ? monthOf(nowMs) : month;
    const number = (highest.get(now) ?? 0) + 1;
    const begunSegment = segmentName(now, number);
    highest.set(now, number);
    begun.add(begunSegment.file);
    month = now;
    endMs = monthEndMs(month);
    offset = 0;
    return begunSegment;
  };
  return {
    next: (sizeBytes, nowMs) => {
      const isFull = offset > 0 && offset + sizeBytes > start.segmentBytes;
      if (segment === undefined || isFull || nowMs >= endMs) segment = begin(nowMs);
      return { segment, offset };
    },
    advance: (sizeBytes) => {
      offset += sizeBytes;
    },
    hasBegun: (file) => begun.has(file),
  };
}

/**
 * History: the catalogue of committed frames, as segments in order and a table of places.
 * Invariant: the seqs of a segment are contiguous, and segments follow each other without gaps.
 */
import { createLocations } from "./locations.ts";
import type { Location, LocationRow, Locations } from "./locations.ts";
import type { SegmentName } from "./segments.ts";

/** A segment with at least one frame. */
export interface SegmentRecord {
  readonly name: SegmentName;
  readonly firstSeq: number;
  frames: number;
  /** Bytes of the segment, damage included, a torn tail excluded: where the next entry goes when it is the newest. */
  sizeBytes: number;
}

/** A place with the segment it is in. */
export interface FramePlace extends Location {
  readonly segment: SegmentRecord;
}

/** The catalogue; it only grows. */
export interface History {
  readonly locations: Locations;
  readonly segments: readonly SegmentRecord[];
  /** Adds the next frame, at the end of `name`, which is the newest segment or a new one. */
  push(name: SegmentName, row: LocationRow): void;
  /** Sets the size of the newest segment, which may end in bytes that are no frames. */
  setEnd(sizeBytes: number): void;
  place(location: Location): FramePlace;
}

/** Creates an empty history. `seed`: see `createLocations`. */
export function createHistory(seed: number): History {
  const locations = createLocations(seed);
  const segments: SegmentRecord[] = [];
  let newest: SegmentRecord | undefined;
  return {
    locations,
    segments,
    push: (name, row) => {
      if (newest === undefined || newest.name.file !== name.file) {
        newest = { name, firstSeq: locations.count + 1, frames: 0, sizeBytes: 0 };
        segments.push(newest);
      }
      locations.push(row);
      newest.frames++;
      newest.sizeBytes = row.offset + row.sizeBytes;
    },
    setEnd: (sizeBytes) => {
      if (newest !== undefined) newest.sizeBytes = sizeBytes;
    },
    place: (location) => ({ ...location, segment: segmentOf(segments, location.seq) }),
  };
}

/** Binary search for the last segment that begins at or before a seq. */
function segmentOf(segments: readonly SegmentRecord[], seq: number): SegmentRecord {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((segments[middle]?.firstSeq ?? 0) <= seq) low = middle;
    else high = middle - 1;
  }
  const segment = segments[low];
  if (segment === undefined) throw new RangeError(`No segment holds seq ${seq}`);
  return segment;
}

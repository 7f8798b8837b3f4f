/**
 * Planner: in which row segment, and where in it, the next row goes. It plans ahead of the disk: the row writer follows.
 * Invariants: places only move on; the month never goes back; no number is used twice; a segment holds one month.
 */
import { FIRST_ROWS } from "./key-chains.ts";
import { monthEndMs, monthOf, rowsName, type RowsName } from "./names.ts";
import { createRowSegment, type RowSegment } from "./row-segment.ts";
import { seedOf } from "./seed.ts";

/** Where planning starts after recovery. */
export interface PlannerStart {
  /** A segment that may be continued. */
  readonly current: RowSegment | undefined;
  /** The newest month in use, "" when there is none. */
  readonly month: string;
  /** The highest number in use, 0 when there is none. */
  readonly highestNumber: number;
  readonly rowBytes: number;
  readonly randomBytes: (n: number) => Uint8Array;
}

export interface Planner {
  /** The segment in which a row of this size, with this seq, goes at this time. @throws RangeError for a clock out of range. */
  segmentFor(sizeBytes: number, seq: number, nowMs: number): RowSegment;
  /** The name of the next segment, if it begins in this month. */
  upcoming(): RowsName;
  /** The next row begins a new segment. */
  endSegment(): void;
}

export function createPlanner(start: PlannerStart): Planner {
  let { current, month } = start;
  let number = start.highestNumber;
  let endMs = month === "" ? Number.NEGATIVE_INFINITY : monthEndMs(month);
  let next: RowsName | undefined;

  const upcoming = (): RowsName => {
    next ??= rowsName(month, number + 1, Buffer.from(start.randomBytes(8)).toString("hex"));
    return next;
  };
  const begin = (seq: number, nowMs: number): RowSegment => {
    if (nowMs >= endMs) {
      month = monthOf(nowMs);
      endMs = monthEndMs(month);
    }
    const planned = upcoming();
    const name = planned.month === month ? planned : rowsName(month, planned.number, planned.nonce);
    number = name.number;
    next = undefined;
    // As many rows as the last segment took, and some: rows of one store are much alike in size.
    const lastRows = current === undefined ? 0 : current.lastSeq - current.firstSeq + 1;
    const expectedRows = Math.max(FIRST_ROWS, Math.ceil(lastRows * 1.25));
    return createRowSegment({ name, firstSeq: seq, createdAt: nowMs, seed: seedOf(start.randomBytes), expectedRows });
  };
  return {
    segmentFor(sizeBytes, seq, nowMs) {
      const isFull = current !== undefined && !current.isEmpty && current.endOffset + sizeBytes > start.rowBytes;
      if (current === undefined || isFull || nowMs >= endMs) current = begin(seq, nowMs);
      return current;
    },
    upcoming,
    endSegment() {
      current = undefined;
    },
  };
}

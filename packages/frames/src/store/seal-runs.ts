/**
 * Seal runs: which complete row segments become one sealed file. As many as would be merged later go into one at once when they wait
 * already, as in a bulk load: sealing each and copying all once more costs a fifth more processor time and twice the bytes on the disk.
 * Invariants: two attempts never make files whose ranges overlap without one holding the other; no run goes across a divide.
 */
import { isRows, type RowSegment } from "./row-segment.ts";
import type { Segment } from "./segment.ts";

/** How many neighbours become one segment. */
export const MERGE_COUNT = 8;

export interface SealRuns {
  /** Says that nothing of a segment will change any more. */
  complete(segment: Segment): void;
  /** The segments to seal together with this one, in order of seq, itself among them. */
  of(segment: RowSegment, segments: readonly Segment[]): readonly RowSegment[];
  /** Says that no file of the run was made: one segment may be the reason, so they are sealed one by one. */
  part(run: readonly RowSegment[]): void;
  /** Says that a file of the run may be there without being durable: they are sealed together or not at all. */
  bind(run: readonly RowSegment[]): void;
  /** Keeps what comes behind a seq out of runs with what is before, until the function it gives is called. */
  divide(lastSeq: number): () => void;
}

/** @param segmentBytes most bytes of a run. */
export function createSealRuns(segmentBytes: number): SealRuns {
  const complete = new WeakSet<Segment>();
  const alone = new WeakSet<Segment>();
  const bound = new WeakMap<Segment, readonly RowSegment[]>();
  const divides: number[] = [];

  const mayJoin = (segment: Segment): segment is RowSegment =>
    isRows(segment) &&
    complete.has(segment) &&
    !segment.isDamaged &&
    !segment.isForeign &&
    !alone.has(segment) &&
    !bound.has(segment);

  return {
    complete: (segment) => void complete.add(segment),
    of(first, segments) {
      const together = bound.get(first);
      if (together?.every((segment) => segments.includes(segment)) === true) return together;
      const at = segments.indexOf(first);
      const run = segments.slice(at, at + MERGE_COUNT).filter(mayJoin);
      const last = run.at(-1);
      if (last === undefined || run.length < MERGE_COUNT) return [first];
      const sizeBytes = run.reduce((sum, segment) => sum + segment.sizeBytes, 0);
      const isDivided = divides.some((seq) => first.firstSeq <= seq && seq < last.lastSeq);
      const areNeighbours = run.every((segment, n) => isBehind(run[n - 1], segment));
      return areNeighbours && !isDivided && sizeBytes <= segmentBytes ? run : [first];
    },
    part(run) {
      for (const segment of run) alone.add(segment);
    },
    bind(run) {
      for (const segment of run) bound.set(segment, run);
    },
    divide(lastSeq) {
      divides.push(lastSeq);
      return () => void divides.splice(divides.indexOf(lastSeq), 1);
    },
  };
}

function isBehind(before: RowSegment | undefined, segment: RowSegment): boolean {
  return before === undefined || (before.month === segment.month && before.lastSeq + 1 === segment.firstSeq);
}

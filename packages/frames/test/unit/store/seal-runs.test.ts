import { expect, test } from "vitest";
import { rowsName } from "../../../src/store/names.ts";
import { createRowSegment, type RowSegment } from "../../../src/store/row-segment.ts";
import { createSealRuns, MERGE_COUNT, type SealRuns } from "../../../src/store/seal-runs.ts";

const MIB = 1024 * 1024;

/** A segment of ten rows that take 1 MiB. */
function segmentAt(n: number, month = "2026/11"): RowSegment {
  const name = rowsName(month, n + 1, "00000000000000ff");
  const segment = createRowSegment({ name, firstSeq: 10 * n + 1, createdAt: 0, seed: 0 });
  segment.reserve(MIB);
  for (let row = 1; row <= 10; row++) segment.add({ seq: 10 * n + row, id: [0, row], offset: 64, sizeBytes: 50 });
  return segment;
}

function waiting(count: number, segmentBytes = 64 * MIB): { runs: SealRuns; segments: RowSegment[] } {
  const runs = createSealRuns(segmentBytes);
  const segments = Array.from({ length: count }, (_, n) => segmentAt(n));
  for (const segment of segments) runs.complete(segment);
  return { runs, segments };
}

test("as many as would be merged go together, fewer one by one", () => {
  const few = waiting(MERGE_COUNT - 1);
  expect(few.runs.of(few.segments[0]!, few.segments)).toEqual([few.segments[0]]);
  const many = waiting(MERGE_COUNT + 3);
  expect(many.runs.of(many.segments[2]!, many.segments)).toEqual(many.segments.slice(2, 2 + MERGE_COUNT));
  expect(many.runs.of(many.segments[5]!, many.segments)).toEqual([many.segments[5]]);
});

test("what still grows, is damaged, foreign, of another month, not a neighbour or too large joins no run", () => {
  const changes: ((segments: RowSegment[]) => void)[] = [
    (segments) => segments.splice(7, 1, segmentAt(7)), // nobody said that it is complete
    (segments) => void (segments[3]!.isDamaged = true),
    (segments) => void (segments[3]!.isForeign = true),
    (segments) => segments.splice(3, 1),
  ];
  for (const change of changes) {
    const { runs, segments } = waiting(MERGE_COUNT);
    expect(runs.of(segments[0]!, segments)).toHaveLength(MERGE_COUNT);
    change(segments);
    expect(runs.of(segments[0]!, segments)).toEqual([segments[0]]);
  }
  const { runs, segments } = waiting(MERGE_COUNT);
  const december = segmentAt(7, "2026/12");
  runs.complete(december);
  expect(runs.of(segments[0]!, [...segments.slice(0, 7), december])).toHaveLength(1);
  const large = waiting(MERGE_COUNT, 7 * MIB);
  expect(large.runs.of(large.segments[0]!, large.segments)).toHaveLength(1);
});

test("no run goes across a divide while it stands", () => {
  const { runs, segments } = waiting(MERGE_COUNT);
  const reunite = runs.divide(50);
  expect(runs.of(segments[0]!, segments)).toHaveLength(1);
  reunite();
  expect(runs.of(segments[0]!, segments)).toHaveLength(MERGE_COUNT);
  runs.divide(10 * MERGE_COUNT);
  expect(runs.of(segments[0]!, segments)).toHaveLength(MERGE_COUNT);
});

test("a run of which no file was made is taken apart; one of which a file may be there stays together", () => {
  const parted = waiting(MERGE_COUNT);
  parted.runs.part(parted.runs.of(parted.segments[0]!, parted.segments));
  for (const segment of parted.segments) expect(parted.runs.of(segment, parted.segments)).toEqual([segment]);
  const { runs, segments } = waiting(2 * MERGE_COUNT);
  const run = runs.of(segments[0]!, segments);
  runs.bind(run);
  for (const segment of run) expect(runs.of(segment, segments)).toEqual(run);
  // One of them was repaired meanwhile: files of single segments lie within the one that may be there.
  expect(runs.of(segments[1]!, segments.slice(1))).toEqual([segments[1]]);
});

import { expect, test } from "vitest";
import { createPlanner } from "../../../src/store/planner.ts";
import { createRowSegment } from "../../../src/store/row-segment.ts";
import { rowsName } from "../../../src/store/names.ts";
import { seedOf } from "../../../src/store/seed.ts";

const NOVEMBER = Date.UTC(2026, 10, 21);
const DECEMBER = Date.UTC(2026, 11, 1);
const randomBytes = (n: number): Uint8Array => new Uint8Array(n).fill(1);
const START = { current: undefined, month: "", highestNumber: 0, rowBytes: 1000, randomBytes };

test("a segment is left when the next row does not fit, when the month ends, and when it is told to", () => {
  const planner = createPlanner(START);
  const place = (sizeBytes: number, seq: number, nowMs: number): string => {
    const segment = planner.segmentFor(sizeBytes, seq, nowMs);
    segment.add({ seq, id: [0, 0xaa], offset: segment.reserve(sizeBytes), sizeBytes });
    return segment.file;
  };
  const first = place(600, 1, NOVEMBER);
  expect(place(400, 2, NOVEMBER)).toBe(first);
  const second = place(1, 3, NOVEMBER);
  expect(second).toMatch(/2026\/11\/rows-00000002-/);
  const third = place(1, 4, DECEMBER);
  expect(third).toMatch(/2026\/12\/rows-00000003-/);
  expect(place(1, 5, NOVEMBER)).toBe(third); // the clock went back
  planner.endSegment();
  expect(place(1, 6, NOVEMBER)).toMatch(/2026\/12\/rows-00000004-/);
});

test("a row larger than a segment has one of its own", () => {
  const planner = createPlanner(START);
  const segment = planner.segmentFor(5000, 1, NOVEMBER);
  expect(planner.segmentFor(5000, 1, NOVEMBER)).toBe(segment); // still empty
  segment.add({ seq: 1, id: [0, 0xaa], offset: segment.reserve(5000), sizeBytes: 5000 });
  expect(planner.segmentFor(1, 2, NOVEMBER)).not.toBe(segment);
});

test("what is upcoming is what comes, unless the month ends before", () => {
  const planner = createPlanner({ ...START, month: "2026/11", highestNumber: 41 });
  const upcoming = planner.upcoming();
  expect(upcoming).toEqual(planner.upcoming());
  expect(planner.segmentFor(1, 1, NOVEMBER).name).toEqual(upcoming);
  const later = planner.upcoming();
  planner.endSegment();
  expect(planner.segmentFor(1, 2, DECEMBER).name).toMatchObject({ month: "2026/12", number: later.number });
});

test("a segment from before goes on; a clock out of range changes nothing", () => {
  const current = createRowSegment({
    name: rowsName("2026/11", 3, "0123456789abcdef"),
    firstSeq: 5,
    createdAt: NOVEMBER,
    seed: seedOf(randomBytes),
  });
  const planner = createPlanner({ ...START, current, month: "2026/11", highestNumber: 3 });
  expect(() => planner.segmentFor(1, 5, 8.64e15)).toThrow(RangeError);
  expect(planner.segmentFor(1, 5, NOVEMBER)).toBe(current);
});

import { expect, test } from "vitest";
import { createHistory } from "../../../src/store/history.ts";
import type { Segment } from "../../../src/store/segment.ts";

interface Fake extends Segment {
  readonly released: () => number;
}

function fake(firstSeq: number, lastSeq: number): Fake {
  let released = 0;
  const seqs = Array.from({ length: lastSeq - firstSeq + 1 }, (_, n) => lastSeq - n);
  return {
    file: `${firstSeq}-${lastSeq}`,
    month: "2026/11",
    firstSeq,
    lastSeq,
    sizeBytes: 1,
    frame: (seq) => ({ seq }) as never,
    forEachKey: (_of, visit) => visit(0),
    withId: () => seqs,
    withFingerprint: () => seqs,
    batches: () => [],
    retain: () => undefined,
    release: () => void released++,
    released: () => released,
  };
}

test("finds the segment of a seq, also when there are holes", () => {
  const history = createHistory([fake(1, 5), fake(6, 6), fake(10, 20)]);
  for (const [seq, file] of [
    [1, "1-5"],
    [5, "1-5"],
    [6, "6-6"],
    [20, "10-20"],
  ] as const) {
    expect(history.segmentOf(seq)?.file).toBe(file);
  }
  for (const seq of [0, 7, 9, 21]) expect(history.segmentOf(seq)).toBeUndefined();
  expect(history.lastSeq).toBe(20);
  expect(createHistory([]).lastSeq).toBe(0);
});

test("replaced segments are let go, and only neighbours are replaced", () => {
  const [a, b, c] = [fake(1, 5), fake(6, 9), fake(10, 20)];
  const history = createHistory([a, b, c]);
  expect(() => history.replace([a, c], fake(1, 20))).toThrow(/neighbours/);
  history.replace([a, b], fake(1, 9));
  expect([a.released(), b.released(), c.released()]).toEqual([1, 1, 0]);
  expect(history.segments.map(({ file }) => file)).toEqual(["1-9", "10-20"]);
});

test("who walks an id's frames sees each once, also when segments are replaced on the way", () => {
  const [a, b] = [fake(1, 3), fake(4, 6)];
  const history = createHistory([a, b]);
  const seqs: number[] = [];
  for (const seq of history.withId("0000000000000000")) {
    seqs.push(seq);
    if (seq === 5) history.replace([a, b], fake(1, 6));
  }
  expect(seqs).toEqual([6, 5, 4, 3, 2, 1]);
});

test("a history that is held closes when it is let go, once", () => {
  const segment = fake(1, 3);
  const history = createHistory([segment]);
  const release = history.hold();
  history.close();
  history.close();
  expect(segment.released()).toBe(0);
  expect(history.segments).toHaveLength(1);
  release();
  expect(segment.released()).toBe(1);
  expect(history.segments).toHaveLength(0);
});

import { toFrameId, type StoredFrame } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createAccesses } from "../../src/accesses.ts";
import { bytesOf, NOW } from "../support/stores.ts";

const A = toFrameId("00000000000000aa");
const B = toFrameId("00000000000000bb");

function touchFrame(content: string): StoredFrame {
  return {
    id: toFrameId("00000000000000ff"),
    seq: 1,
    kind: "touch",
    timestamp: NOW,
    content: bytesOf(content),
    metadata: {},
  };
}

test("a memory that was never read has no accesses", () => {
  expect(createAccesses().of(A)).toEqual({ count: 0 });
});

test("accesses add up and keep the last time", () => {
  const accesses = createAccesses();
  accesses.count(A, 5);
  accesses.count(A, 9);
  expect(accesses.of(A)).toEqual({ count: 2, last: 9 });
  expect(accesses.unwritten).toBe(1);
});

test("what one session writes the next one reads", () => {
  const first = createAccesses();
  first.count(A, 5);
  first.count(A, 6);
  first.count(B, 7);
  const frame = first.toFrame();
  const next = createAccesses();
  next.replay({ ...touchFrame(""), content: frame!.content });
  next.replay({ ...touchFrame(""), content: frame!.content });
  expect(next.of(A)).toEqual({ count: 4, last: 6 });
  expect(next.of(B)).toEqual({ count: 2, last: 7 });
  expect(next.unwritten).toBe(0);
});

test("written accesses are not written again, but stay known", () => {
  const accesses = createAccesses();
  accesses.count(A, 5);
  expect(accesses.toFrame()?.kind).toBe("touch");
  accesses.markWritten();
  expect(accesses.toFrame()).toBeUndefined();
  expect(accesses.of(A).count).toBe(1);
});

test("very many accesses are written in frames of 10,000 memories", () => {
  const accesses = createAccesses();
  const idOf = (n: number) => toFrameId(n.toString(16).padStart(16, "0"));
  for (let n = 0; n < 25_000; n++) accesses.count(idOf(n), n);
  const next = createAccesses();
  const left: number[] = [];
  for (let frame = accesses.toFrame(); frame !== undefined; frame = accesses.toFrame()) {
    next.replay({ ...touchFrame(""), content: frame.content });
    accesses.markWritten();
    left.push(accesses.unwritten);
  }
  expect(left).toEqual([15_000, 5000, 0]);
  for (const n of [0, 9999, 10_000, 24_999]) expect(next.of(idOf(n))).toEqual({ count: 1, last: n });
});

test("it is time to write when the first access waits for a minute, or 10,000 memories do", () => {
  const accesses = createAccesses();
  expect(accesses.isDue(Number.MAX_SAFE_INTEGER)).toBe(false);
  accesses.count(A, 1000);
  accesses.count(A, 50_000);
  expect(accesses.isDue(60_999)).toBe(false);
  expect(accesses.isDue(61_000)).toBe(true);
  accesses.markWritten();
  expect(accesses.isDue(Number.MAX_SAFE_INTEGER)).toBe(false);
  for (let n = 0; n < 10_000; n++) accesses.count(toFrameId(n.toString(16).padStart(16, "0")), 1000);
  expect(accesses.isDue(1000)).toBe(true);
});

test("accesses counted elsewhere come along, none of them none", () => {
  const accesses = createAccesses();
  accesses.carry(A, { count: 0 });
  expect(accesses.unwritten).toBe(0);
  accesses.carry(A, { count: 3, last: 7 });
  expect(accesses.of(A)).toEqual({ count: 3, last: 7 });
  expect(accesses.toFrame()).toBeDefined();
});

test("a forgotten memory leaves nothing to write", () => {
  const accesses = createAccesses();
  accesses.count(A, 5);
  accesses.forget(A);
  expect(accesses.toFrame()).toBeUndefined();
  expect(accesses.of(A)).toEqual({ count: 0 });
});

test.each([
  "",
  "null",
  "[]",
  "7",
  '"text"',
  "{",
  '{"../../etc":[1,2]}',
  `{"${A}":null}`,
  `{"${A}":[]}`,
  `{"${A}":["1",2]}`,
  `{"${A}":[-4,2]}`,
  `{"${A}":[0.5,2]}`,
  `{"${A}":[1e999,2]}`,
  `{"${A}":[1,1e999]}`,
])("a touch frame that holds %j counts nothing", (content) => {
  const accesses = createAccesses();
  accesses.replay(touchFrame(content));
  expect(accesses.of(A)).toEqual({ count: 0 });
});

test("where nothing is written, nothing waits for it", () => {
  const accesses = createAccesses({ areWritten: "no" });
  accesses.count(A, 5);
  expect(accesses.of(A)).toEqual({ count: 1, last: 5 });
  expect([accesses.unwritten, accesses.isDue(Number.MAX_SAFE_INTEGER), accesses.toFrame()]).toEqual([
    0,
    false,
    undefined,
  ]);
});

test("a hundred thousand memories that were read take less than 64 bytes each", () => {
  const accesses = createAccesses();
  // As other systems number them, filled up at the end: a place that went by the last digits would be the same for all.
  for (let n = 0; n < 100_000; n++) accesses.count(toFrameId(n.toString(16).padStart(8, "0").padEnd(16, "0")), n);
  expect(accesses.all.size).toBe(100_000);
  expect(accesses.all.sizeBytes).toBeLessThanOrEqual(64 * 100_000);
});

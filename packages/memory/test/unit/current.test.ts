import { toFrameId, type FrameId } from "@vidmem/frames";
import { expect, test } from "vitest";
import { currentSeq, currentVersion, isCurrent, isSomeCurrent } from "../../src/current.ts";

const id = toFrameId("00000000000000aa");
const unknown = toFrameId("00000000000000bb");
/** Frames 5, 7 and 9 have the id; 9 holds no memory, and 7 is live. */
const seqs = new Map<FrameId, number[]>([[id, [9, 7, 5]]]);
const state = {
  log: { locate: (of: FrameId) => seqs.get(of)?.[0], withId: (of: FrameId) => seqs.get(of) ?? [] },
  index: { namespaceOf: (seq: number) => (seq === 7 ? "n" : undefined) },
};

test("a memory has one current version, found by its id or by its place", () => {
  expect(currentVersion(state, id)).toEqual({ seq: 7, namespace: "n" });
  expect(currentSeq(state, id)).toBe(7);
  expect(isCurrent(state, id, 7)).toBe(true);
  expect(isCurrent(state, id, 5)).toBe(false);
  expect([isSomeCurrent(state, 7), isSomeCurrent(state, 5)]).toEqual([true, false]);
});

test("an unknown memory has none", () => {
  expect(currentVersion(state, unknown)).toBeUndefined();
  expect(currentSeq(state, unknown)).toBeUndefined();
  expect(isCurrent(state, unknown, 5)).toBe(false);
});

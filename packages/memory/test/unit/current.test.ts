import { toFrameId } from "@vidmem/frames";
import { expect, test } from "vitest";
import { currentSeq, currentVersion, isCurrent, isSomeCurrent } from "../../src/current.ts";

const id = toFrameId("00000000000000aa");
const unknown = toFrameId("00000000000000bb");
const state = { catalog: new Map([[id, { seq: 7, namespace: "n" }]]) };

test("a memory has one current version, found by its id or by its place", () => {
  expect(currentVersion(state, id)).toEqual({ seq: 7, namespace: "n" });
  expect(currentSeq(state, id)).toBe(7);
  expect(isCurrent(state, id, 7)).toBe(true);
  expect(isCurrent(state, id, 6)).toBe(false);
  expect([isSomeCurrent(state, 7), isSomeCurrent(state, 6)]).toEqual([true, false]);
});

test("an unknown memory has none", () => {
  expect(currentVersion(state, unknown)).toBeUndefined();
  expect(currentSeq(state, unknown)).toBeUndefined();
  expect(isCurrent(state, unknown, 7)).toBe(false);
});

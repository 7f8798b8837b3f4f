import { expect, test } from "vitest";
import { toFrameId } from "../../../src/index.ts";
import type { Committer } from "../../../src/store/committer.ts";
import type { History } from "../../../src/store/history.ts";
import { createLookup } from "../../../src/store/lookup.ts";

const ID = toFrameId("00000000000000aa");

function setUp(): {
  lookup: ReturnType<typeof createLookup>;
  state: { seqs: number[]; asked: number };
  committer: { committedSeq: number; poisoned: boolean };
} {
  const state = { seqs: [7, 5, 2], asked: 0 };
  const find = (): number[] => {
    state.asked++;
    return state.seqs;
  };
  const committer = { committedSeq: 5, poisoned: false, settle: async () => undefined };
  const history = { withId: find, withFingerprint: find, lastSeq: 7 } as unknown as History;
  return { lookup: createLookup(history, committer as unknown as Committer), state, committer };
}

test("the newest seq of an id is looked up once, until it has a newer frame or frames have gone", () => {
  const { lookup, state } = setUp();
  expect([lookup.newest(ID), lookup.newest(ID), state.asked]).toEqual([7, 7, 1]);
  state.seqs = [9, 7];
  lookup.forget(ID);
  expect(lookup.newest(ID)).toBe(9);
  state.seqs = [];
  lookup.clear();
  expect(lookup.newest(ID)).toBeUndefined();
});

test("queued frames are found; lost ones are not, also when they were looked up before", async () => {
  const { lookup, committer } = setUp();
  expect([lookup.newest(ID), lookup.committedSeq, await lookup.settle(7), await lookup.settle(5)]).toEqual([
    7,
    5,
    false,
    true,
  ]);
  expect([...lookup.withFingerprint(new Uint8Array(8))]).toEqual([7, 5, 2]);
  committer.poisoned = true;
  expect(lookup.newest(ID)).toBe(5);
  expect([...lookup.withFingerprint(new Uint8Array(8))]).toEqual([5, 2]);
});

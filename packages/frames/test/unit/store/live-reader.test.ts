import { expect, test } from "vitest";
import type { StoredFrame } from "../../../src/frame.ts";
import { toFrameId } from "../../../src/frame-id.ts";
import type { Committer } from "../../../src/store/committer.ts";
import { assertSeq, LiveReader } from "../../../src/store/live-reader.ts";
import { createOpenState } from "../../../src/store/open-state.ts";
import type { ReadingParts } from "../../../src/store/parts.ts";

const ID = toFrameId("00000000000000aa");
const CLOSED = { code: "FRAMES_CLOSED" };

/** Reading parts over a history of one id's frames, each named by its seq. */
function aReading(seqs: readonly number[]) {
  const asked: number[] = [];
  let closed = 0;
  const at = (seq: number): StoredFrame | undefined => {
    asked.push(seq);
    return seqs.includes(seq) ? ({ seq } as StoredFrame) : undefined;
  };
  const reading = {
    history: {
      lastSeq: seqs.at(-1) ?? 0,
      withId: () => seqs.toReversed(),
      close: () => void closed++,
    },
    frames: {
      at,
      atMany: (wanted: readonly number[], upTo: number) => wanted.map((seq) => (seq <= upTo ? at(seq) : undefined)),
    },
  } as unknown as ReadingParts;
  return { reading, asked, closed: () => closed };
}

/** A committer at a place in history; what it settles is decided by the test. */
function aCommitter(committedSeq: number) {
  const settled: number[] = [];
  const committer = {
    committedSeq,
    poisoned: false,
    onSettle: (_seq: number): void => undefined,
    async settle(seq: number) {
      settled.push(seq);
      committer.onSettle(seq);
    },
  };
  return { committer, settled, asCommitter: committer as unknown as Committer };
}

function aReader(reading: ReadingParts, committer: Committer | undefined, reopen = async () => reading) {
  const state = createOpenState("/s");
  return { reader: new LiveReader({ reading, committer, reopen, state }), state };
}

test("a queued frame is waited for, and shown when it is committed", async () => {
  const { committer, settled, asCommitter } = aCommitter(1);
  committer.onSettle = (seq) => (committer.committedSeq = seq);
  const { reader } = aReader(aReading([1, 2]).reading, asCommitter);
  expect(await reader.read(ID)).toEqual({ seq: 2 });
  expect(await reader.readAt(1)).toEqual({ seq: 1 });
  expect(settled).toEqual([2]);
});

test("when its commit fails, what was there before is read, and the frame itself is never shown", async () => {
  const { committer, asCommitter } = aCommitter(1);
  committer.onSettle = () => (committer.poisoned = true);
  const { reading, asked } = aReading([1, 2]);
  const { reader } = aReader(reading, asCommitter);
  expect(await reader.read(ID)).toEqual({ seq: 1 });
  expect(await reader.readAt(2)).toBeUndefined();
  expect(await reader.readManyAt([2, 1])).toEqual([undefined, { seq: 1 }]);
  expect(asked).not.toContain(2);
});

test("many are read with one wait, for the newest that is in history", async () => {
  const { committer, settled, asCommitter } = aCommitter(1);
  committer.onSettle = (seq) => (committer.committedSeq = seq);
  const { reader } = aReader(aReading([1, 2, 3]).reading, asCommitter);
  expect(await reader.readManyAt([2, 9, 3, 1, 2])).toEqual([{ seq: 2 }, undefined, { seq: 3 }, { seq: 1 }, { seq: 2 }]);
  expect(await reader.readManyAt([1])).toEqual([{ seq: 1 }]);
  expect(settled).toEqual([3]);
});

test("places that are none are refused before anything is read", async () => {
  const { reading, asked } = aReading([1]);
  const { reader } = aReader(reading, undefined);
  await expect(reader.readAt(0)).rejects.toThrow(RangeError);
  await expect(reader.readAt(1.5)).rejects.toThrow(TypeError);
  await expect(reader.readManyAt([1, Number.NaN])).rejects.toThrow(TypeError);
  expect(() => assertSeq("fromSeq", -1)).toThrow("fromSeq must be at least 1");
  expect(asked).toEqual([]);
});

test("after a refresh answers come from the new history, and the old one is let go", async () => {
  const [old, fresh] = [aReading([1]), aReading([1, 2])];
  const { reader } = aReader(old.reading, undefined, async () => fresh.reading);
  expect(await reader.read(ID)).toEqual({ seq: 1 });
  await reader.refresh();
  expect(await reader.read(ID)).toEqual({ seq: 2 });
  expect([old.closed(), fresh.closed(), reader.parts]).toEqual([1, 0, fresh.reading]);
});

test("a refresh that fails changes nothing, and the next one is tried", async () => {
  const [old, fresh] = [aReading([1]), aReading([1, 2])];
  let isBroken = true;
  const { reader } = aReader(old.reading, undefined, async () => {
    if (isBroken) throw new Error("EIO");
    return fresh.reading;
  });
  await expect(reader.refresh()).rejects.toThrow("EIO");
  await reader.settle();
  expect([await reader.read(ID), old.closed()]).toEqual([{ seq: 1 }, 0]);
  isBroken = false;
  await reader.refresh();
  expect(await reader.read(ID)).toEqual({ seq: 2 });
});

test("a writer has nothing to refresh", async () => {
  let opened = 0;
  const { reading } = aReading([1]);
  const reopen = async (): Promise<ReadingParts> => {
    opened++;
    return reading;
  };
  await aReader(reading, aCommitter(1).asCommitter, reopen).reader.refresh();
  expect(opened).toBe(0);
});

test("when the log closes while it refreshes, the new history is let go, and the old one is left to who closes", async () => {
  const [old, fresh] = [aReading([1]), aReading([1, 2])];
  const { reader, state } = aReader(old.reading, undefined, async () => {
    state.end();
    return fresh.reading;
  });
  await expect(reader.refresh()).rejects.toMatchObject(CLOSED);
  await reader.settle();
  expect([old.closed(), fresh.closed(), reader.parts]).toEqual([0, 1, old.reading]);
});

test("once closed every verb says so, also one that waited meanwhile", async () => {
  const { committer, asCommitter } = aCommitter(1);
  const { reader, state } = aReader(aReading([1, 2]).reading, asCommitter);
  committer.onSettle = () => state.end();
  await expect(reader.read(ID)).rejects.toMatchObject(CLOSED);
  await expect(reader.readAt(1)).rejects.toMatchObject(CLOSED);
  await expect(reader.readManyAt([1])).rejects.toMatchObject(CLOSED);
  await expect(reader.refresh()).rejects.toMatchObject(CLOSED);
  await expect(reader.scan({ fromSeq: 1, toSeq: 1 }).next()).rejects.toMatchObject(CLOSED);
  expect(() => reader.newest(ID)).toThrow(expect.objectContaining(CLOSED));
});

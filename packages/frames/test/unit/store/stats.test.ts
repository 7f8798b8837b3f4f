import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { toStats, type StatsParts } from "../../../src/store/stats.ts";
import { appendTexts, bytesOf, withLog } from "../../support/stores.ts";

const READING = {
  history: { segments: [{ sizeBytes: 100 }, { sizeBytes: 50, sealed: {} }, { sizeBytes: 30 }] },
  frames: { hits: 1, misses: 2 },
  chunks: { hits: 3, misses: 4 },
};
const COMMITTER = { poisoned: false, lastSeq: 9, committedSeq: 7, uncommittedBytes: 12, queuedBytes: 34, commits: 5 };

function statsOf(committer: object | undefined, readOnly = false): ReturnType<typeof toStats> {
  const failure = new Error("a seal failed");
  return toStats({
    options: { durability: "each-save", readOnly },
    reading: READING,
    writing:
      committer === undefined
        ? undefined
        : { committer, writer: { syncs: 6 }, deltas: { count: 2, savedBytes: 8 }, lastError: () => failure },
    committedSeq: 7,
    contentBytes: 90,
  } as unknown as StatsParts);
}

test("rows that wait for the disk are counted as queued, and are no part of the size", () => {
  expect(statsOf(COMMITTER)).toEqual({
    frames: 7,
    segments: 3,
    rowSegments: 2,
    sizeBytes: 180 - 12,
    queuedFrames: 2,
    queuedBytes: 34,
    commits: 5,
    syncs: 6,
    deltas: 2,
    deltaSavedBytes: 8,
    contentBytes: 90,
    cache: { frameHits: 1, frameMisses: 2, chunkHits: 3, chunkMisses: 4 },
    durability: "each-save",
    readOnly: false,
    poisoned: false,
    backgroundError: new Error("a seal failed"),
  });
});

test("after a failed commit nothing is queued any more", () => {
  expect(statsOf({ ...COMMITTER, poisoned: true })).toMatchObject({ poisoned: true, queuedFrames: 0 });
});

test("a reader has no figures of writing", () => {
  expect(statsOf(undefined, true)).toMatchObject({
    sizeBytes: 180,
    queuedFrames: 0,
    queuedBytes: 0,
    commits: 0,
    syncs: 0,
    deltas: 0,
    readOnly: true,
    poisoned: false,
    backgroundError: undefined,
  });
});

test("writer and reader of a store agree on what is committed", async () => {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk }, async (log) => {
    await appendTexts(log, ["one", "two"]);
    const before = log.stats();
    const third = log.append({ content: bytesOf("three") });
    const during = log.stats();
    expect(during).toMatchObject({ frames: 2, queuedFrames: 1, sizeBytes: before.sizeBytes });
    await third.durable;
    const after = log.stats();
    await withLog({ dir: "/s", disk, readOnly: true }, async (reader) => {
      const { frames, segments, sizeBytes } = reader.stats();
      expect({ frames, segments, sizeBytes }).toEqual({
        frames: 3,
        segments: after.segments,
        sizeBytes: after.sizeBytes,
      });
    });
  });
});

import { describe, expect, test } from "vitest";
import type { FrameId, FrameInput } from "../../../src/index.ts";
import { memoryDisk } from "../../../src/index.ts";
import { NOW, violationsOf } from "../../support/stores.ts";
import { allFrames, appendAll, DAY_MS, filesWith, openSmall, secret } from "../../support/upkeep.ts";

const OLD = NOW - 40 * DAY_MS;
const idOf = (number: number): FrameId => number.toString(16).padStart(16, "a") as FrameId;

function frame(id: number, kind: FrameInput["kind"], timestamp = OLD): FrameInput {
  const content = kind === "tombstone" ? new Uint8Array() : secret(id * 10 + timestamp / DAY_MS);
  return { id: idOf(id), kind, timestamp, content };
}

describe("compact", () => {
  test("drops what was superseded or forgotten before the retention, and nothing else", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk);
    const inputs = [
      frame(1, "memory"), // superseded long ago
      frame(1, "update"),
      frame(2, "memory"), // forgotten long ago
      frame(2, "tombstone"),
      frame(3, "memory"), // forgotten today
      frame(3, "tombstone", NOW),
      frame(4, "memory"),
      frame(4, "touch"), // supersedes nothing
      frame(5, "touch"),
      frame(5, "touch"),
    ];
    await appendAll(log, inputs);
    const result = await log.compact();
    expect(result.droppedFrames).toBe(3);
    expect((await allFrames(log)).map(({ seq }) => seq)).toEqual([2, 5, 6, 7, 8, 9, 10]);
    expect(await log.read(idOf(2))).toBeUndefined();
    expect(log.locate(idOf(2))).toBeUndefined();
    expect((await log.read(idOf(1)))?.kind).toBe("update");
    expect(await log.readAt(1)).toBeUndefined();
    expect(await violationsOf(log)).toEqual([]);
    expect(await log.compact({ retentionMs: 0 })).toMatchObject({ droppedFrames: 2 });
    expect((await allFrames(log)).map(({ seq }) => seq)).toEqual([2, 7, 8, 9, 10]);
    expect(log.append({ content: secret(1) }).seq).toBe(11);
    await log.close();
  });

  test("a tombstone stays as long as an older frame of its id does, so that no crash brings it back", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk, { segmentBytes: 4096 });
    const fill = Array.from({ length: 30 }, (_, n) => frame(100 + n, "memory"));
    const more = Array.from({ length: 30 }, (_, n) => frame(200 + n, "memory"));
    await appendAll(log, [frame(1, "memory"), ...fill, ...more]);
    await appendAll(log, [frame(1, "tombstone")]);
    // 1 of 61 frames does not pay for rewriting the first segments, so that the tombstone has to wait.
    const waits = await log.compact({ leastDroppedShare01: 0.9 });
    expect(waits.droppedFrames).toBe(0);
    expect((await log.read(idOf(1)))?.kind).toBe("tombstone");
    const done = await log.compact({ leastDroppedShare01: 0 });
    expect(done.droppedFrames).toBe(2);
    expect(await log.read(idOf(1))).toBeUndefined();
    await log.close();
  });

  test("deltas whose base goes are kept whole, and small segments are merged", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk, { rowBytes: 4096 });
    const base = (round: number): Buffer =>
      Buffer.concat(Array.from({ length: 12 }, (_, n) => secret(100 * round + n)));
    const next = (round: number): Buffer => Buffer.concat([base(round).subarray(0, -50), Buffer.from("changed")]);
    for (let round = 0; round < 12; round++) {
      await appendAll(log, [{ ...frame(round, "memory"), content: base(round), family: "f" }]);
      await appendAll(log, [{ ...frame(round, "update"), content: next(round), family: "f" }]);
    }
    expect(log.stats().deltas).toBeGreaterThan(5);
    const { droppedFrames, mergedSegments, reclaimedBytes } = await log.compact();
    expect(droppedFrames).toBe(12);
    expect(mergedSegments).toBeGreaterThan(1);
    expect(reclaimedBytes).toBeGreaterThan(0);
    expect(log.stats().segments).toBe(1);
    const frames = await allFrames(log);
    expect(frames.map(({ content }) => Buffer.from(content))).toEqual(
      Array.from({ length: 12 }, (_, round) => next(round)),
    );
    expect(await violationsOf(log)).toEqual([]);
    await log.close();
  });

  test("stops at its signal between segments, and leaves a whole store", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk);
    await appendAll(
      log,
      Array.from({ length: 100 }, (_, n) => frame(n % 20, "memory")),
    );
    const before = await allFrames(log);
    await expect(log.compact({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    expect(await allFrames(log)).toEqual(before);
    expect(await filesWith(disk, "/s", Buffer.from("nothing like this"))).toEqual([]);
    await expect(log.compact({ retentionMs: -1 })).rejects.toThrow(RangeError);
    await expect(log.compact({ retention: 1 } as never)).rejects.toThrow(TypeError);
    await log.close();
  });
});

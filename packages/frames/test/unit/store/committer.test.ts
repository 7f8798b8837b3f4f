import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { memoryDisk, openFrameLog } from "../../../src/index.ts";
import type { FrameLog } from "../../../src/index.ts";
import { Committer } from "../../../src/store/committer.ts";
import { createPlanner } from "../../../src/store/planner.ts";
import { allTexts, appendTexts, bytesOf, namesIn, NOW, textOf, withLog } from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const POISONED = { code: "FRAMES_POISONED" };

test("concurrent appends share one durable write", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ dir: "/s", disk }, async (log) => {
    await appendTexts(log, ["first"]); // makes the segment
    const before = { ...disk.counts };
    await appendTexts(
      log,
      Array.from({ length: 500 }, (_, i) => `text ${i}`),
    );
    expect(disk.counts.through - before.through).toBe(1);
    expect(disk.counts.datasync).toBe(0);
    expect(log.stats()).toMatchObject({ frames: 501, commits: 2, queuedBytes: 0, queuedFrames: 0 });
  });
});

test("savers that are woken together share the next group", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ dir: "/s", disk }, async (log) => {
    const saver = async (name: number): Promise<void> => {
      for (let n = 0; n < 20; n++) await log.append({ content: bytesOf(`${name} ${n}`) }).durable;
    };
    await Promise.all(Array.from({ length: 32 }, (_, name) => saver(name)));
    expect(disk.counts.through).toBe(20);
    expect(log.stats().commits).toBe(20);
  });
});

test("durable means synced for each-save, written for interval and none; flush syncs always", async () => {
  for (const durability of ["each-save", "interval", "none"] as const) {
    const disk = wrapDisk(memoryDisk());
    await withLog({ dir: "/s", disk, durability, intervalMs: 60_000 }, async (log) => {
      const syncs = (): number => disk.counts.through + disk.counts.datasync;
      await appendTexts(log, ["one"]);
      expect(syncs()).toBe(durability === "each-save" ? 1 : 0);
      await log.flush();
      await log.flush();
      expect(syncs()).toBe(1);
    });
  }
});

test("interval syncs by itself", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ dir: "/s", disk, durability: "interval", intervalMs: 5 }, async (log) => {
    await appendTexts(log, ["one"]);
    await expect.poll(() => disk.counts.datasync, { timeout: 5000 }).toBe(1);
  });
});

test("a new segment and its name are synced before the first frame is acknowledged (S1)", async () => {
  const disk = wrapDisk(memoryDisk());
  const steps: string[] = [];
  const randomBytes = (n: number): Uint8Array => new Uint8Array(n).fill(7);
  await withLog({ dir: "/s", disk, randomBytes }, async (log) => {
    disk.onStep = (step, path) => void steps.push(`${step} ${path}`);
    await appendTexts(log, ["one"]);
    disk.onStep = () => undefined;
  });
  const rows = "/s/shards/2026/11/rows-00000001-0707070707070707.frames";
  expect(steps.slice(0, 14)).toEqual([
    "syncDir /s",
    "syncDir /s/shards",
    "syncDir /s/shards/2026",
    `create ${rows}`,
    `truncate ${rows}`,
    `sync ${rows}`,
    "syncDir /s/shards/2026/11",
    "syncDir /s/shards/2026",
    "syncDir /s/shards",
    "syncDir /s",
    `open ${rows}`,
    `open ${rows}`,
    `write ${rows}`,
    `through ${rows}`,
  ]);
});

test.each(["write", "through", "short", "create", "open", "truncate", "sync", "syncDir"])(
  "a failed %s poisons until reopened (S8)",
  async (failing) => {
    const inner = memoryDisk();
    const disk = wrapDisk(inner);
    const log = await openFrameLog({ dir: "/s", disk, clock: () => NOW });
    const isNewSegment = !["write", "through", "short"].includes(failing);
    if (!isNewSegment) await appendTexts(log, ["kept"]);
    disk.onStep = (step) => {
      if (failing === "short") return step === "write" ? 10 : undefined;
      if (step === failing) throw systemError("EIO");
      return undefined;
    };
    const first = log.append({ content: bytesOf("a") });
    const second = log.append({ content: bytesOf("b") });
    await expect(first.durable).rejects.toMatchObject(POISONED);
    await expect(second.durable).rejects.toMatchObject(POISONED);
    disk.onStep = () => undefined;
    expect(() => log.append({ content: bytesOf("c") })).toThrow(expect.objectContaining(POISONED));
    await expect(log.flush()).rejects.toMatchObject(POISONED);
    await expect(log.ready()).rejects.toMatchObject(POISONED);
    expect(await log.read(first.id)).toBeUndefined();
    expect(log.locate(first.id)).toBeUndefined();
    expect(await allTexts(log)).toEqual(isNewSegment ? [] : ["kept"]);
    expect(log.stats()).toMatchObject({ poisoned: true, queuedBytes: 0, queuedFrames: 0 });
    await log.close();
    expect(disk.openFiles.size).toBe(0);
    await withLog({ dir: "/s", disk: inner }, async (again) => {
      await appendTexts(again, ["after"]);
      const texts = await allTexts(again);
      expect(texts.at(-1)).toBe("after");
      expect(texts.slice(0, -1).includes("kept")).toBe(!isNewSegment);
    });
  },
);

test("after a failed commit the older frame of an id is the newest again", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ dir: "/s", disk }, async (log) => {
    const fingerprint = new Uint8Array(8).fill(3);
    const { id, durable } = log.append({ content: bytesOf("old"), fingerprint });
    await durable;
    disk.onStep = (step) => {
      if (step === "through") throw systemError("EIO");
    };
    const update = log.append({ id, kind: "update", content: bytesOf("new"), fingerprint });
    const read = log.read(id);
    expect(log.locate(id)).toBe(2);
    expect([...log.withFingerprint(fingerprint)]).toEqual([2, 1]);
    await expect(update.durable).rejects.toMatchObject(POISONED);
    expect(textOf(await read)).toBe("old");
    expect(textOf(await log.read(id))).toBe("old");
    expect(log.locate(id)).toBe(1);
    expect([...log.withFingerprint(fingerprint)]).toEqual([1]);
  });
});

test.each([
  ["interval", "datasync"],
  ["none", "truncate"],
] as const)(
  "%s: a failed %s that nobody waited for is told by close, and the lock is free",
  async (durability, failing) => {
    const inner = memoryDisk();
    const disk = wrapDisk(inner);
    const log = await openFrameLog({ dir: "/s", disk, durability, intervalMs: 1 });
    await appendTexts(log, ["one"]);
    disk.onStep = (step) => {
      if (step === failing) throw systemError("EIO");
    };
    if (durability === "interval") await expect.poll(() => log.stats().poisoned, { timeout: 5000 }).toBe(true);
    await expect(log.close()).rejects.toMatchObject({ ...POISONED, cause: { code: "EIO" } });
    expect(disk.openFiles.size).toBe(0);
    await withLog({ dir: "/s", disk: inner }, async (again) => expect(await allTexts(again)).toEqual(["one"]));
  },
);

test("a failure that savers were told of is not told again by close", async () => {
  const disk = wrapDisk(memoryDisk());
  const log = await openFrameLog({ dir: "/s", disk });
  disk.onStep = () => {
    throw systemError("ENOSPC");
  };
  await expect(log.append({ content: bytesOf("a") }).durable).rejects.toMatchObject(POISONED);
  await log.close();
});

test("an ignored durable does not become an unhandled rejection", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  const disk = wrapDisk(memoryDisk());
  const log = await openFrameLog({ dir: "/s", disk });
  disk.onStep = () => {
    throw systemError("ENOSPC");
  };
  log.append({ content: bytesOf("a") });
  await expect.poll(() => log.stats().poisoned).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
  await log.close();
});

test("ready waits while the queue is full, and appending past twice the bound is refused", async () => {
  const content = new Uint8Array(600);
  const fill = (log: FrameLog): unknown => {
    for (;;) {
      try {
        log.append({ content });
      } catch (error) {
        return error;
      }
    }
  };
  await withLog({ dir: "/s", disk: memoryDisk(), maxQueuedBytes: 2048 }, async (log) => {
    await log.ready();
    expect(fill(log)).toMatchObject({ code: "FRAMES_BUSY", details: { limitBytes: 4096 } });
    expect(log.stats().queuedFrames).toBe(6);
    await log.ready();
    expect(log.stats().queuedBytes).toBeLessThan(2048);
    const large = log.append({ content: new Uint8Array(10_000) }); // alone it may be larger than the bound
    await large.durable;
    expect(log.stats().frames).toBe(7);
  });
});

test("a frame above 64 MiB is refused before it has a place", async () => {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk }, async (log) => {
    const content = new Uint8Array(64 * 1024 * 1024);
    expect(() => log.append({ content })).toThrow(expect.objectContaining({ code: "FRAMES_TOO_LARGE" }));
    await log.flush();
    expect(log.stats()).toMatchObject({ frames: 0, segments: 0, queuedBytes: 0 });
    await appendTexts(log, ["one"]);
    expect(await allTexts(log)).toEqual(["one"]);
  });
  expect(await namesIn(disk, "/s")).toHaveLength(1);
});

test("rows larger than the memory of a group, and many groups in a row, are committed in order", async () => {
  const disk = memoryDisk();
  const texts = Array.from({ length: 30 }, (_, i) => `${i} ${"y".repeat(i % 7 === 0 ? 1_500_000 : 200_000)}`);
  await withLog({ dir: "/s", disk, rowBytes: 4_000_000, maxQueuedBytes: 64 * 1024 * 1024 }, async (log) => {
    await appendTexts(log, texts);
    expect(await allTexts(log)).toEqual(texts);
    expect(log.stats().segments).toBeGreaterThan(2);
  });
  await withLog({ dir: "/s", disk }, async (log) => expect(await allTexts(log)).toEqual(texts));
});

test("while rows wait for the disk the log is busy, however long the last commit is ago", async () => {
  let written = (): void => undefined;
  const done = async (): Promise<void> => undefined;
  const write = (): Promise<void> => new Promise((resolve) => (written = resolve));
  const committer = new Committer({
    planner: createPlanner({ current: undefined, month: "", highestNumber: 0, rowBytes: 1024, randomBytes }),
    writer: { write, sync: done, retire: done, close: done, abandon: done, syncs: 0 },
    durability: "none",
    intervalMs: 1000,
    maxQueuedBytes: 1024,
    lastSeq: 0,
    onPlanned: () => undefined,
  });
  expect(committer.lastBusyMs).toBe(Number.NEGATIVE_INFINITY);
  const metadata = new Uint8Array(0);
  const frame = { seq: 0, id: "0123456789abcdef", kind: 0, timestamp: NOW, isPacked: false, isDelta: false, metadata };
  const durable = committer.append({ ...frame, content: bytesOf("a") }, NOW);
  await Promise.resolve();
  const later = performance.now();
  expect(committer.lastBusyMs).toBeGreaterThanOrEqual(later);
  written();
  await durable;
  const { lastBusyMs } = committer;
  expect(committer.lastBusyMs).toBe(lastBusyMs);
});

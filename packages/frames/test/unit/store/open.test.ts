import fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isFrameId, memoryDisk, nodeDisk, openFrameLog, toFrameId } from "../../../src/index.ts";
import type { Disk, FrameInput } from "../../../src/index.ts";
import {
  allTexts,
  appendTexts,
  bytesOf,
  MONTH,
  namesIn,
  NOW,
  textOf,
  violationsOf,
  withFolder,
  withLog,
} from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const MONTH_MS = 31 * 24 * 3600 * 1000;

async function onMemory(use: (disk: Disk, dir: string) => Promise<void>): Promise<void> {
  await use(memoryDisk(), "/store");
}

async function onNode(use: (disk: Disk, dir: string) => Promise<void>): Promise<void> {
  await withFolder((dir) => use(nodeDisk(), join(dir, "deep", "store")));
}

describe.each([
  ["node disk", onNode],
  ["memory disk", onMemory],
])("%s", (_name, on) => {
  test("what was appended is read by id, by seq and in order, before and after reopening", async () => {
    await on(async (disk, dir) => {
      const input: FrameInput = { kind: "update", timestamp: -5, content: bytesOf("one"), metadata: { a: [1, "ü"] } };
      const first = await withLog({ dir, disk }, async (log) => {
        const appended = log.append(input);
        expect(appended.seq).toBe(1);
        expect(isFrameId(appended.id)).toBe(true);
        expect(await log.read(appended.id)).toEqual({ ...input, id: appended.id, seq: 1 }); // read before it is committed
        await appendTexts(log, ["two", "three"]);
        expect(await allTexts(log)).toEqual(["one", "two", "three"]);
        return appended;
      });
      await withLog({ dir, disk }, async (log) => {
        expect(log.recovery).toMatchObject({ frames: 3, segments: 1, clean: true });
        expect(await log.read(first.id)).toEqual({ ...input, id: first.id, seq: 1 });
        expect(textOf(await log.readAt(3))).toBe("three");
        expect(await log.readAt(4)).toBeUndefined();
        expect(await log.read(toFrameId("0000000000000000"))).toBeUndefined();
        expect(log.append({ content: bytesOf("four") }).seq).toBe(4);
        expect(textOf(await log.readAt(4))).toBe("four");
      });
      await withLog({ dir, disk, readOnly: true }, async (log) => {
        expect(await allTexts(log)).toEqual(["one", "two", "three", "four"]);
        expect(await violationsOf(log)).toEqual([]);
      });
    });
  });

  test("a second writer is refused with the holder's pid, readers are not, and see more after refresh", async () => {
    await on(async (disk, dir) => {
      await withLog({ dir, disk }, async (log) => {
        await appendTexts(log, ["one"]);
        const second = openFrameLog({ dir, disk });
        await expect(second).rejects.toMatchObject({ code: "FRAMES_LOCKED", details: { pid: process.pid } });
        await withLog({ dir, disk, readOnly: true }, async (reader) => {
          expect(await allTexts(reader)).toEqual(["one"]);
          await appendTexts(log, ["two"]);
          expect(await allTexts(reader)).toEqual(["one"]); // its snapshot
          await reader.refresh();
          expect(await allTexts(reader)).toEqual(["one", "two"]);
          expect(() => reader.append({ content: bytesOf("x") })).toThrow(
            expect.objectContaining({ code: "FRAMES_READ_ONLY" }),
          );
          await reader.flush();
          await reader.ready();
          await log.refresh(); // up to date anyway
        });
      });
    });
  });

  test("row segments roll by size and by month, the month never goes back, and all are sealed in their month", async () => {
    await on(async (disk, dir) => {
      let now = NOW;
      const big = "x".repeat(600);
      const options = { dir, disk, rowBytes: 1024, clock: () => now };
      await withLog(options, async (log) => {
        log.background.pause();
        await appendTexts(log, [big, big]);
        now += MONTH_MS;
        await appendTexts(log, ["december"]);
        now -= MONTH_MS;
        await appendTexts(log, ["clock went back"]);
        expect(log.stats()).toMatchObject({ frames: 4, segments: 3, rowSegments: 3 });
      });
      expect(await namesIn(disk, dir)).toEqual([
        "000000000001-000000000001.frames",
        "000000000002-000000000002.frames",
      ]);
      expect(await namesIn(disk, dir, "shards/2026/12")).toEqual([
        expect.stringMatching(/^rows-0000000\d-[0-9a-f]{16}\.frames$/),
      ]);
      await withLog(options, async (log) => {
        await appendTexts(log, [big]);
        expect(await allTexts(log)).toEqual([big, big, "december", "clock went back", big]);
        expect(log.stats().segments).toBe(3);
      });
      expect(await namesIn(disk, dir)).toHaveLength(2);
    });
  });

  test("opening a missing folder to read fails with its path and creates nothing", async () => {
    await on(async (disk, dir) => {
      await expect(openFrameLog({ dir, disk, readOnly: true })).rejects.toMatchObject({
        code: "FRAMES_NOT_FOUND",
        details: { path: dir },
      });
      expect(await disk.stat(dir)).toBeUndefined();
    });
  });
});

test("a disk that cannot be read or written gives FRAMES_IO with path and cause, and frees the lock", async () => {
  const inner = memoryDisk();
  const disk: Disk = { ...inner, readdir: async () => Promise.reject(systemError("EACCES")) };
  await inner.mkdir("/s");
  await inner.mkdir("/s/shards");
  for (const readOnly of [false, true]) {
    await expect(openFrameLog({ dir: "/s", disk, readOnly })).rejects.toMatchObject({
      code: "FRAMES_IO",
      details: { systemCode: "EACCES" },
      cause: { code: "EACCES" },
    });
  }
  await withLog({ dir: "/s", disk: inner }, async () => undefined);
  const full = wrapDisk(inner);
  await expect(
    openFrameLog({ dir: "/t", disk: { ...full, mkdir: async () => Promise.reject(systemError("EROFS")) } }),
  ).rejects.toMatchObject({ code: "FRAMES_IO" });
});

test("reading needs no write permission of any kind", async () => {
  await withFolder(async (dir) => {
    await withLog({ dir }, (log) => appendTexts(log, ["one"]));
    const names = (): Set<string> => new Set(fs.readdirSync(dir, { recursive: true, encoding: "utf8" }));
    const before = names();
    const refuse = (): never => {
      throw new Error("a read-only log must not write");
    };
    const real = nodeDisk();
    const disk: Disk = {
      ...real,
      mkdir: refuse,
      rename: refuse,
      remove: refuse,
      link: refuse,
      syncDir: refuse,
      lock: refuse,
      open: (path, mode) => (mode === "read" ? real.open(path, mode) : refuse()),
    };
    await withLog({ dir, disk, readOnly: true }, async (log) => expect(await allTexts(log)).toEqual(["one"]));
    expect(names()).toEqual(before);
  });
});

test("a segment from before to which nothing was added is sealed when the next one begins", async () => {
  const disk = memoryDisk();
  const options = { dir: "/s", disk, rowBytes: 1024 };
  await withLog(options, (log) => appendTexts(log, ["x".repeat(600)]));
  await withLog(options, async (log) => {
    await appendTexts(log, ["y".repeat(600)]);
    await log.background.idle();
    expect(log.stats()).toMatchObject({ segments: 2, rowSegments: 1 });
  });
  expect(await disk.stat(join("/s", MONTH, "000000000001-000000000001.frames"))).toBeDefined();
});

test("closing seals 256 KiB of rows and more, so that the next opening has none to read; fewer stay rows", async () => {
  const disk = memoryDisk();
  for (const [count, rowSegments] of [
    [100, 1],
    [1000, 0],
  ] as const) {
    const dir = `/store-${count}`;
    await withLog({ dir, disk }, async (log) => {
      await appendTexts(
        log,
        Array.from({ length: count }, (_, n) => `${n} ${"x".repeat(300)}`),
      );
    });
    await withLog({ dir, disk, readOnly: true }, async (log) => {
      expect(log.stats()).toMatchObject({ frames: count, segments: 1, rowSegments });
      expect((await allTexts(log)).length).toBe(count);
      expect(await violationsOf(log)).toEqual([]);
    });
  }
});

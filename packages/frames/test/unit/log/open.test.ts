import fs from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isFrameId, memoryDisk, nodeDisk, openFrameLog, toFrameId } from "../../../src/index.ts";
import type { Disk, FrameInput } from "../../../src/index.ts";
import {
  allTexts,
  appendTexts,
  bytesOf,
  NOW,
  SEGMENT,
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

  test("a second writer is refused with the holder's pid, readers are not", async () => {
    await on(async (disk, dir) => {
      await withLog({ dir, disk }, async (log) => {
        await appendTexts(log, ["one"]);
        const second = openFrameLog({ dir, disk });
        await expect(second).rejects.toMatchObject({ code: "FRAMES_LOCKED", details: { pid: process.pid } });
        await withLog({ dir, disk, readOnly: true }, async (reader) => {
          expect(await allTexts(reader)).toEqual(["one"]);
          await appendTexts(log, ["two"]);
          expect(await allTexts(reader)).toEqual(["one"]); // its snapshot
          expect(() => reader.append({ content: bytesOf("x") })).toThrow(
            expect.objectContaining({ code: "FRAMES_READ_ONLY" }),
          );
          await reader.flush();
          await reader.ready();
        });
      });
    });
  });

  test("segments roll by size and by month, and the month never goes back", async () => {
    await on(async (disk, dir) => {
      let now = NOW;
      const big = "x".repeat(600);
      await withLog({ dir, disk, segmentBytes: 1024, clock: () => now }, async (log) => {
        await appendTexts(log, [big, big]);
        now += MONTH_MS;
        await appendTexts(log, ["december"]);
        now -= MONTH_MS;
        await appendTexts(log, ["clock went back"]);
        expect(await allTexts(log)).toEqual([big, big, "december", "clock went back"]);
        expect(log.stats()).toMatchObject({ frames: 4, segments: 3 });
      });
      const names = async (month: string): Promise<string[]> =>
        (await disk.readdir(join(dir, "shards", "2026", month))).map((entry) => entry.name).toSorted();
      expect(await names("11")).toEqual(["000001.frames", "000002.frames"]);
      expect(await names("12")).toEqual(["000001.frames"]);
      await withLog({ dir, disk, segmentBytes: 1024, clock: () => now }, async (log) => {
        await appendTexts(log, [big]);
        expect(await allTexts(log)).toEqual([big, big, "december", "clock went back", big]);
      });
      expect(await names("12")).toEqual(["000001.frames"]);
      expect(await names("11")).toHaveLength(2);
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

test("a scan honours its range and its signal, and may be left early", async () => {
  await withLog({ dir: "/s", disk: memoryDisk() }, async (log) => {
    await appendTexts(
      log,
      Array.from({ length: 2000 }, (_, i) => `${i + 1} ${"x".repeat(300)}`),
    );
    const seqs: number[] = [];
    for await (const frame of log.scan({ fromSeq: 1500, toSeq: 1502 })) seqs.push(frame.seq);
    expect(seqs).toEqual([1500, 1501, 1502]);
    for await (const frame of log.scan()) if (frame.seq === 5) break;
    const stop = new AbortController();
    const read = (async () => {
      for await (const frame of log.scan({ signal: stop.signal }))
        if (frame.seq === 10) stop.abort(new Error("enough"));
    })();
    await expect(read).rejects.toThrow("enough");
    expect(() => log.scan({ fromSeq: 0 })).toThrow(RangeError);
    expect(() => log.scan({ from: 1 } as never)).toThrow(/unknown option "from"/);
  });
});

test("a frame with an id that exists supersedes it for read, and history keeps both", async () => {
  const disk = memoryDisk();
  const id = toFrameId("00000000000000ff");
  for (let round = 0; round < 2; round++) {
    await withLog({ dir: "/s", disk }, async (log) => {
      if (round === 0) {
        log.append({ id, content: bytesOf("old") });
        log.append({ id, kind: "update", content: bytesOf("new") });
      }
      expect(await log.read(id)).toMatchObject({ kind: "update", seq: 2 });
      expect(textOf(await log.readAt(1))).toBe("old");
    });
  }
});

test("after close every verb fails, and close is idempotent", async () => {
  const log = await openFrameLog({ dir: "/s", disk: memoryDisk() });
  const { durable } = log.append({ content: bytesOf("last") });
  const scan = log.scan();
  await Promise.all([log.close(), log.close()]);
  await durable;
  expect(() => log.append({ content: bytesOf("x") })).toThrow(expect.objectContaining({ code: "FRAMES_CLOSED" }));
  await expect(log.readAt(1)).rejects.toMatchObject({ code: "FRAMES_CLOSED" });
  await expect(log.flush()).rejects.toMatchObject({ code: "FRAMES_CLOSED" });
  await expect(allTexts({ ...log, scan: () => scan })).rejects.toMatchObject({ code: "FRAMES_CLOSED" });
  await log[Symbol.asyncDispose]();
});

test("misuse of append names the argument and changes nothing", async () => {
  await withLog({ dir: "/s", disk: memoryDisk() }, async (log) => {
    expect(() => log.append({ content: "text" as never })).toThrow(/content must/);
    expect(() => log.append({ content: bytesOf("x"), text: 1 } as never)).toThrow(/unknown option "text"/);
    expect(() => log.append({ content: bytesOf("x"), metadata: { $x: 1 } })).toThrow(TypeError);
    expect(() => log.append({ id: "x" as never, content: bytesOf("x") })).toThrow(TypeError);
    await expect(log.read("x" as never)).rejects.toThrow(TypeError);
    await expect(log.readAt(0.5)).rejects.toThrow(TypeError);
    expect(log.append({ content: bytesOf("x") }).seq).toBe(1);
  });
  await withLog({ dir: "/s", disk: memoryDisk(), clock: () => Number.NaN }, async (log) => {
    expect(() => log.append({ content: bytesOf("x") })).toThrow(/clock/);
  });
});

test("a frame that rots after open is reported by read, scan and verify, and the others stay readable", async () => {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk }, async (log) => {
    await appendTexts(log, ["one", "two", "three"]);
    const file = await disk.open(join("/s", SEGMENT), "write");
    await file.write(new Uint8Array([0xaa]), 48 + 40); // in the second entry
    await expect(log.readAt(2)).rejects.toMatchObject({
      code: "FRAMES_CORRUPT",
      details: { seq: 2, file: SEGMENT, offset: 48 },
    });
    const texts: string[] = [];
    for (let fromSeq = 1; fromSeq <= 3;) {
      try {
        for await (const frame of log.scan({ fromSeq })) texts.push(textOf(frame) ?? "");
        break;
      } catch (error) {
        fromSeq = (error as { details: { seq: number } }).details.seq + 1;
      }
    }
    expect(texts).toEqual(["one", "three"]);
    expect(await violationsOf(log)).toMatchObject([{ file: SEGMENT, offset: 48, kind: "damaged-entry" }]);
  });
});

test("a segment that is cut or removed while open is reported by verify", async () => {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk }, async (log) => {
    await appendTexts(log, ["one", "two"]);
    await (await disk.open(join("/s", SEGMENT), "write")).truncate(60);
    expect((await violationsOf(log)).map((violation) => violation.kind)).toEqual(["lost-entry", "damaged-entry"]);
    await disk.remove(join("/s", SEGMENT));
    expect((await violationsOf(log)).map((violation) => violation.kind)).toEqual(["missing-segment"]);
  });
});

test("a disk that cannot be written gives FRAMES_IO with path and cause, and frees the lock", async () => {
  const inner = memoryDisk();
  const disk: Disk = { ...inner, readdir: async () => Promise.reject(systemError("EACCES")) };
  await inner.mkdir("/s");
  await inner.mkdir("/s/shards");
  await expect(openFrameLog({ dir: "/s", disk })).rejects.toMatchObject({
    code: "FRAMES_IO",
    details: { systemCode: "EACCES" },
    cause: { code: "EACCES" },
  });
  await withLog({ dir: "/s", disk: inner }, async () => undefined);
  const readOnly = wrapDisk(inner);
  await expect(
    openFrameLog({ dir: "/t", disk: { ...readOnly, mkdir: async () => Promise.reject(systemError("EROFS")) } }),
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
      syncDir: refuse,
      lock: refuse,
      open: (path, mode) => (mode === "read" ? real.open(path, mode) : refuse()),
    };
    await withLog({ dir, disk, readOnly: true }, async (log) => expect(await allTexts(log)).toEqual(["one"]));
    expect(names()).toEqual(before);
  });
});

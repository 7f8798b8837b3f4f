import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { encodeEntry, memoryDisk, nodeDisk } from "../../../src/index.ts";
import type { Disk, FrameLog } from "../../../src/index.ts";
import { GOLDEN_STORE_V1 } from "../../fixtures/golden-store-v1.ts";
import { copyStored } from "../../support/plain-frames.ts";
import { damage, filesOf } from "../../support/planted.ts";
import {
  appendTexts,
  namesIn,
  plantSegment,
  readWhole,
  violationsOf,
  withFolder,
  withLog,
} from "../../support/stores.ts";

const DIR = "/s";
const FIXTURE = fileURLToPath(new URL("../../fixtures/store.v1/", import.meta.url));
const FIRST = "shards/2026/10/000001.frames";
const LAST = "shards/2026/11/000003.frames";

async function goldenStore(): Promise<Disk> {
  const disk = memoryDisk();
  for (const [file, bytes] of await filesOf(nodeDisk(), FIXTURE.slice(0, -1))) {
    if (bytes.length > 0) await plantSegment(disk, DIR, { file, bytes });
  }
  return disk;
}

async function framesOf(log: FrameLog): Promise<unknown[]> {
  const frames: unknown[] = [];
  for await (const stored of log.scan()) {
    const { seq: _, ...frame } = copyStored(stored);
    frames.push(frame);
  }
  return frames;
}

test("the golden store holds exactly the entries of its frames", async () => {
  const files = await filesOf(nodeDisk(), FIXTURE.slice(0, -1));
  const segments = [...files].filter(([file]) => file.endsWith(".frames")).toSorted(([a], [b]) => (a < b ? -1 : 1));
  expect(Buffer.concat(segments.map(([, bytes]) => bytes))).toEqual(
    Buffer.concat(GOLDEN_STORE_V1.map((frame) => encodeEntry(frame))),
  );
});

test("the golden store of version 1 is read, settled and sealed, and reads the same at each step", async () => {
  await withFolder(async (dir) => {
    fs.cpSync(FIXTURE, dir, { recursive: true });
    await withLog({ dir, readOnly: true }, async (log) => {
      expect(log.recovery).toMatchObject({ frames: GOLDEN_STORE_V1.length, segments: 6, clean: true });
      expect(await framesOf(log)).toEqual(GOLDEN_STORE_V1);
      expect(await violationsOf(log)).toEqual([]);
    });
    await withLog({ dir }, async (log) => {
      log.background.pause();
      await log.background.idle();
      expect(await framesOf(log)).toEqual(GOLDEN_STORE_V1);
      expect(
        fs.readdirSync(join(dir, "shards/2026/10")).every((name) => /^(v1-)?\d{12}-\d{12}\.frames$/.test(name)),
      ).toBe(true);
      for (const frame of GOLDEN_STORE_V1) {
        const newest = GOLDEN_STORE_V1.findLast(({ id }) => id === frame.id);
        expect(await log.read(frame.id)).toMatchObject({ ...newest });
      }
      expect(log.append({ content: new Uint8Array([1]) }).seq).toBe(GOLDEN_STORE_V1.length + 1);
    });
    await withLog({ dir }, async (log) => {
      expect(log.stats()).toMatchObject({ rowSegments: 1, backgroundError: undefined });
      expect((await framesOf(log)).slice(0, -1)).toEqual(GOLDEN_STORE_V1);
      expect(await violationsOf(log)).toEqual([]);
    });
    expect(fs.readdirSync(dir, { recursive: true }).filter((name) => String(name).includes("v1-"))).toEqual([]);
    expect(fs.existsSync(join(dir, "lost+found"))).toBe(false);
  });
});

test("opening stops anywhere between renames and seals, and the next one goes on", async () => {
  for (let stopAt = 1; stopAt < 40; stopAt += 3) {
    const disk = await goldenStore();
    let steps = 0;
    const limited = async <T>(work: () => Promise<T>): Promise<T> => {
      if (++steps > stopAt) throw Object.assign(new Error("stopped"), { code: "EIO" });
      return work();
    };
    const stopping: Disk = {
      ...disk,
      rename: (from, to) => limited(() => disk.rename(from, to)),
      syncDir: (path) => limited(() => disk.syncDir(path)),
      remove: (path) => limited(() => disk.remove(path)),
    };
    await withLog({ dir: DIR, disk: stopping }, async (log) => log.background.idle()).catch(() => undefined);
    await withLog({ dir: DIR, disk }, async (log) => {
      expect(log.recovery).toMatchObject({ frames: GOLDEN_STORE_V1.length, clean: true });
      expect(await framesOf(log)).toEqual(GOLDEN_STORE_V1);
    });
    expect(await namesIn(disk, DIR, "lost+found")).toEqual([]);
  }
});

test("a torn tail of version 1 is reported, hides nothing, and its file ends in lost+found", async () => {
  const disk = await goldenStore();
  const file = await disk.open(join(DIR, LAST), "write");
  const whole = await file.size();
  await file.write(encodeEntry(GOLDEN_STORE_V1[0]!).subarray(0, 30), whole);
  await file.close();
  const original = await readWhole(disk, join(DIR, LAST));
  const torn = { file: LAST, offset: whole, sizeBytes: 30, keptAs: undefined };
  await withLog({ dir: DIR, disk, readOnly: true }, async (log) => {
    expect(log.recovery).toMatchObject({ torn, damagedCount: 0, frames: GOLDEN_STORE_V1.length });
  });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery).toMatchObject({ torn, damagedCount: 0 });
    await appendTexts(log, ["after"]);
    expect((await framesOf(log)).slice(0, -1)).toEqual(GOLDEN_STORE_V1);
  });
  await expectKept(disk, original);
  await withLog({ dir: DIR, disk }, async (log) => expect(log.recovery.clean).toBe(true));
});

test("damage anywhere in version 1 takes the entries that it hits and no others, and the file ends in lost+found", async () => {
  const entries = GOLDEN_STORE_V1.map((frame) => encodeEntry(frame));
  for (const hit of [0, 5, 11, 16]) {
    const disk = await goldenStore();
    const at = entries.slice(0, hit).reduce((sum, entry) => sum + entry.length, 0) + 20;
    await damage(disk, join(DIR, FIRST), at);
    const original = await readWhole(disk, join(DIR, FIRST));
    const rest = GOLDEN_STORE_V1.filter((_, n) => n !== hit);
    await withLog({ dir: DIR, disk }, async (log) => {
      expect(log.recovery.damaged).toMatchObject([{ file: FIRST, offset: at - 20 }]);
      expect(await framesOf(log)).toEqual(rest);
      await log.background.idle();
      expect(await framesOf(log)).toEqual(rest);
      expect(await violationsOf(log)).toEqual([]);
    });
    await expectKept(disk, original);
  }
});

test("a damaged file that was sealed before a crash ends in lost+found too", async () => {
  const disk = await goldenStore();
  await damage(disk, join(DIR, FIRST), 20);
  const original = await readWhole(disk, join(DIR, FIRST));
  const stuck: Disk = {
    ...disk,
    mkdir: (path) => (path.includes("lost+found") ? Promise.reject(new Error("stopped")) : disk.mkdir(path)),
  };
  await withLog({ dir: DIR, disk: stuck }, async (log) => log.background.idle());
  await withLog({ dir: DIR, disk }, async (log) => expect(await framesOf(log)).toEqual(GOLDEN_STORE_V1.slice(1)));
  await expectKept(disk, original);
});

test("files that are none of ours are left alone, also when history goes on", async () => {
  const disk = await goldenStore();
  const foreign = { file: "shards/2026/11/000004.frames", bytes: new TextEncoder().encode("garbage, not a segment") };
  await plantSegment(disk, DIR, foreign);
  await plantSegment(disk, DIR, { file: "shards/2026/11/000005.frames", bytes: new Uint8Array(0) });
  for (const reasons of [
    ["no-entries", "empty"],
    ["out-of-place", "out-of-place"],
  ]) {
    await withLog({ dir: DIR, disk }, async (log) => {
      expect(log.recovery.foreign.map(({ reason }) => reason)).toEqual(reasons);
      expect((await framesOf(log)).slice(0, GOLDEN_STORE_V1.length)).toEqual(GOLDEN_STORE_V1);
      await appendTexts(log, ["after"]);
    });
  }
  expect(await readWhole(disk, join(DIR, foreign.file))).toEqual(foreign.bytes);
});

async function expectKept(disk: Disk, original: Uint8Array): Promise<void> {
  const kept = await filesOf(disk, join(DIR, "lost+found"));
  expect([...kept.values()].some((bytes) => Buffer.compare(bytes, original) === 0)).toBe(true);
}

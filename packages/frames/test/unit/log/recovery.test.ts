import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeEntry, memoryDisk, toFrameId } from "../../../src/index.ts";
import type { Disk } from "../../../src/index.ts";
import {
  allTexts,
  appendTexts,
  bytesOf,
  plantSegment,
  readWhole,
  SEGMENT,
  violationsOf,
  withLog,
} from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const DIR = "/s";
let minted = 0;

function entryOf(text: string): Uint8Array {
  const id = toFrameId((++minted).toString(16).padStart(16, "0"));
  return encodeEntry({ id, timestamp: 1, content: bytesOf(text) });
}

function segmentOf(...parts: (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? entryOf(part) : part)));
}

async function diskWith(files: Record<string, Uint8Array>): Promise<Disk> {
  const disk = memoryDisk();
  for (const [file, bytes] of Object.entries(files)) await plantSegment(disk, DIR, { file, bytes });
  return disk;
}

test("a torn tail is copied to lost+found, cut, and writing goes on in its place", async () => {
  const torn = entryOf("torn").subarray(0, 30);
  const whole = segmentOf("one", "two");
  const disk = await diskWith({ [SEGMENT]: segmentOf(whole, torn) });
  await withLog({ dir: DIR, disk, readOnly: true }, async (log) => {
    const expected = { file: SEGMENT, offset: whole.length, sizeBytes: 30, keptAs: undefined };
    expect(log.recovery).toMatchObject({ frames: 2, clean: false, torn: expected, damagedCount: 0 });
    expect(await violationsOf(log)).toMatchObject([{ kind: "torn-tail", offset: whole.length }]);
  });
  await withLog({ dir: DIR, disk }, async (log) => {
    const keptAs = `lost+found/2026-11-000001.at-${whole.length}.torn`;
    expect(log.recovery.torn).toEqual({ file: SEGMENT, offset: whole.length, sizeBytes: 30, keptAs });
    expect(await readWhole(disk, join(DIR, keptAs))).toEqual(new Uint8Array(torn));
    expect(await readWhole(disk, join(DIR, SEGMENT))).toEqual(new Uint8Array(whole));
    await appendTexts(log, ["three"]);
    expect(await allTexts(log)).toEqual(["one", "two", "three"]);
  });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery.clean).toBe(true);
    expect(log.stats().segments).toBe(1);
  });
});

test("two tails cut at one place are both kept", async () => {
  const disk = await diskWith({ [SEGMENT]: segmentOf("one", new Uint8Array([0xfe])) });
  await withLog({ dir: DIR, disk }, async () => undefined);
  const file = await disk.open(join(DIR, SEGMENT), "write");
  await file.write(new Uint8Array([0xfe, 0xed]), await file.size());
  await withLog({ dir: DIR, disk }, async (log) => expect(log.recovery.torn?.keptAs).toMatch(/\.torn\.2$/));
  expect(await disk.readdir(join(DIR, "lost+found"))).toHaveLength(2);
});

test("a tail is not cut when its copy cannot be made", async () => {
  const bytes = segmentOf("one", new Uint8Array([0xfe, 0xed]));
  const inner = await diskWith({ [SEGMENT]: bytes });
  const disk = wrapDisk(inner);
  disk.onStep = (step, path) => {
    if (step === "sync" && path.includes("lost+found")) throw systemError("ENOSPC");
  };
  await expect(withLog({ dir: DIR, disk }, async () => undefined)).rejects.toMatchObject({ code: "FRAMES_IO" });
  expect(await readWhole(inner, join(DIR, SEGMENT))).toEqual(new Uint8Array(bytes));
  expect(await inner.readdir(join(DIR, "lost+found"))).toEqual([]);
});

test("a segment that is nothing but a torn first entry goes, and its copy stays", async () => {
  const torn = entryOf("torn").subarray(0, 20);
  const disk = await diskWith({ [SEGMENT]: torn });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery.torn).toMatchObject({ offset: 0, sizeBytes: 20 });
    await appendTexts(log, ["one"]);
    expect(await allTexts(log)).toEqual(["one"]);
  });
  await withLog({ dir: DIR, disk }, async (log) => expect(log.recovery).toMatchObject({ clean: true, frames: 1 }));
});

test("damage before a valid entry, or in an older segment, is kept, reported, and hides nothing else", async () => {
  const bad = entryOf("bad");
  bad[36] = 0xff;
  const first = segmentOf("one", bad, "two", new Uint8Array([1, 2, 3]));
  const disk = await diskWith({ [SEGMENT]: first, "shards/2026/11/000002.frames": segmentOf("three") });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery).toMatchObject({ clean: false, torn: undefined, damagedCount: 2 });
    expect(log.recovery.damaged).toEqual([
      { file: SEGMENT, offset: 48, sizeBytes: bad.length, reason: "bad-checksum" },
      { file: SEGMENT, offset: first.length - 3, sizeBytes: 3, reason: "bad-magic" },
    ]);
    expect(await allTexts(log)).toEqual(["one", "two", "three"]);
    expect((await violationsOf(log)).map((found) => [found.kind, found.offset])).toEqual([
      ["damaged-entry", 48],
      ["damaged-entry", first.length - 3],
    ]);
  });
  expect(await readWhole(disk, join(DIR, SEGMENT))).toEqual(new Uint8Array(first));
});

test("foreign things are reported and left alone, and their numbers are not used", async () => {
  const files = {
    "shards/notes.txt": bytesOf("mine"),
    "shards/2026/13/000001.frames": segmentOf("wrong month"),
    "shards/2026/11/backup.frames": segmentOf("wrong name"),
    [SEGMENT]: segmentOf("one"),
    "shards/2026/11/000002.frames": bytesOf("garbage, not a segment"),
    "shards/2026/11/000003.frames": new Uint8Array(0),
    "shards/2026/11/000004.frames/inner": bytesOf("a folder"),
  };
  const disk = await diskWith(files);
  await withLog({ dir: DIR, disk, segmentBytes: 1024 }, async (log) => {
    expect(Object.fromEntries(log.recovery.foreign.map(({ file, reason }) => [file, reason]))).toEqual({
      "shards/notes.txt": "wrong-name",
      "shards/2026/13": "wrong-name",
      "shards/2026/11/backup.frames": "wrong-name",
      "shards/2026/11/000002.frames": "no-entries",
      "shards/2026/11/000003.frames": "empty",
      "shards/2026/11/000004.frames": "not-a-file",
    });
    expect(log.recovery).toMatchObject({ frames: 1, foreignCount: 6, damagedCount: 0, torn: undefined });
    await appendTexts(log, ["two", "x".repeat(1000)]);
    expect((await violationsOf(log)).map((found) => found.kind)).toEqual(Array(6).fill("foreign-file"));
  });
  expect(await disk.stat(join(DIR, "shards/2026/11/000005.frames"))).toBeDefined();
  const foreign = Object.entries(files).filter(([file]) => file !== SEGMENT);
  for (const [file, bytes] of foreign) {
    expect(await readWhole(disk, join(DIR, file))).toEqual(new Uint8Array(bytes));
  }
});

test("an unknown version is never cut, and writing goes on in a new segment", async () => {
  const newer = entryOf("from the future");
  newer[2] = 2;
  const bytes = segmentOf("one", newer);
  const disk = await diskWith({ [SEGMENT]: bytes });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery.damaged).toMatchObject([{ offset: 48, reason: "unknown-version" }]);
    await appendTexts(log, ["two"]);
    expect(await allTexts(log)).toEqual(["one", "two"]);
    expect(log.stats().segments).toBe(2);
    expect(await violationsOf(log)).toMatchObject([{ kind: "unknown-version", offset: 48 }]);
  });
  expect(await readWhole(disk, join(DIR, SEGMENT))).toEqual(new Uint8Array(bytes));
});

test("a kind from another writer is counted, named by verify, and refused by read", async () => {
  const odd = encodeEntry({
    id: toFrameId("0123456789abcdef"),
    timestamp: 1,
    content: bytesOf("odd"),
    metadata: { xkind: "u" },
  });
  const forged = Buffer.from(odd);
  forged.write('{"$kind":"u"}', forged.indexOf('{"xkind"'));
  const { crc32 } = await import("node:zlib");
  forged.writeUInt32BE(crc32(forged.subarray(0, -4)), forged.length - 4);
  const disk = await diskWith({ [SEGMENT]: segmentOf("one", forged, "two") });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery).toMatchObject({ frames: 3, clean: true });
    await expect(log.readAt(2)).rejects.toMatchObject({
      code: "FRAMES_CORRUPT",
      details: { seq: 2, reason: "unknown-kind" },
    });
    expect(await violationsOf(log)).toMatchObject([{ kind: "invalid-entry", file: SEGMENT }]);
  });
});

test("what a dead writer left is synced before it is shown", async () => {
  const disk = wrapDisk(await diskWith({ [SEGMENT]: segmentOf("one") }));
  await withLog({ dir: DIR, disk }, async () => {
    expect(disk.counts).toMatchObject({ sync: 1, syncDir: 4 });
  });
});

test("content full of false beginnings and long lengths does not slow recovery down", async () => {
  const fake = Buffer.from(entryOf("fake").subarray(0, 35));
  const content = Buffer.alloc(6_000_000, 0);
  for (let at = 0; at + 35 < content.length / 2; at += 35) {
    fake.writeUInt32BE(content.length / 2 - (at % 4096), 31);
    fake.copy(content, at);
  }
  for (let at = content.length / 2; at < content.length; at += 4) content.writeUInt32BE(2, at);
  const big = encodeEntry({ id: toFrameId("0123456789abcdef"), timestamp: 1, content });
  big[10] = 0; // its own header is damaged, so the search runs through the content
  const disk = await diskWith({ [SEGMENT]: segmentOf("one", big, "two") });
  const started = performance.now();
  await withLog({ dir: DIR, disk }, async (log) => expect(await allTexts(log)).toEqual(["one", "two"]));
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("damage is found and stepped over across windows, with entries larger than a window", async () => {
  const texts = Array.from({ length: 24 }, (_, i) => `${i} ${"z".repeat(i % 5 === 0 ? 1_300_000 : 90_000)}`);
  const parts = texts.map((text) => entryOf(text));
  for (const [index, at] of [
    [3, 7], // the id of a small one
    [5, 33], // a length of a large one
    [10, 700_000], // the content of a large one
    [16, 20],
    [17, 50],
  ] as const) {
    const part = parts[index] ?? new Uint8Array(0);
    part[at] = (part[at] ?? 0) ^ 0x40;
  }
  const disk = await diskWith({ [SEGMENT]: segmentOf(...parts) });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(await allTexts(log)).toEqual(texts.filter((_, index) => ![3, 5, 10, 16, 17].includes(index)));
    expect(log.recovery).toMatchObject({ damagedCount: 4, torn: undefined }); // 16 and 17 touch: one place
    expect(await violationsOf(log)).toHaveLength(4);
  });
});

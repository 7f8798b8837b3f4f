import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import type { Disk } from "../../../src/index.ts";
import { allTexts, appendTexts, MONTH, namesIn, plantSegment, violationsOf, withLog } from "../../support/stores.ts";
import { damage, filesOf } from "../../support/planted.ts";

const DIR = "/s";
const OPTIONS = { dir: DIR, rowBytes: 1024, segmentBytes: 65_536 };
const TEXTS = Array.from({ length: 150 }, (_, n) => `memory ${n} ${"z".repeat(n)}`);

/** A store as a crash leaves it: what sealing and merging removed is back. */
async function crashedStore(): Promise<Disk> {
  const disk = memoryDisk();
  const removed = new Map<string, Uint8Array>();
  const keeping: Disk = {
    ...disk,
    remove: async (path) => {
      const bytes = (await filesOf(disk, DIR)).get(path.slice(DIR.length + 1));
      if (bytes !== undefined && bytes.some((byte) => byte !== 0)) removed.set(path.slice(DIR.length + 1), bytes);
      await disk.remove(path);
    },
  };
  await withLog({ ...OPTIONS, disk: keeping }, async (log) => {
    for (const text of TEXTS) {
      await appendTexts(log, [text]);
      await log.background.idle(); // each segment is sealed before the next one is complete, so that they are merged later
    }
  });
  expect(removed.size).toBeGreaterThan(8);
  for (const [file, bytes] of removed) await plantSegment(disk, DIR, { file, bytes });
  return disk;
}

test("files whose range a sealed one holds are not shown, and removed by the next writer", async () => {
  const disk = await crashedStore();
  const before = (await namesIn(disk, DIR)).length;
  await withLog({ ...OPTIONS, disk, readOnly: true }, async (log) => {
    expect(log.recovery.clean).toBe(true);
    expect(await allTexts(log)).toEqual(TEXTS);
  });
  expect(await namesIn(disk, DIR)).toHaveLength(before);
  await withLog({ ...OPTIONS, disk }, async (log) => {
    expect(log.recovery.clean).toBe(true);
    expect(await namesIn(disk, DIR)).toHaveLength(log.stats().segments);
    expect(await allTexts(log)).toEqual(TEXTS);
    expect(await violationsOf(log)).toEqual([]);
  });
  expect(await namesIn(disk, DIR, "lost+found")).toEqual([]);
});

test("nothing is removed for a sealed file that is damaged: the older files go to lost+found (S3)", async () => {
  const disk = await crashedStore();
  const names = await namesIn(disk, DIR);
  const [largest = ""] = names.filter((name) => name.startsWith("0")).toSorted(bySpan);
  await damage(disk, join(DIR, MONTH, largest), 100);
  await withLog({ ...OPTIONS, disk }, async (log) => {
    expect((await violationsOf(log)).length).toBeGreaterThan(0);
  });
  const kept = await namesIn(disk, DIR, "lost+found");
  const held = names.filter((name) => name !== largest && /^\d/.test(name) && isWithin(name, largest));
  expect(held.length).toBeGreaterThan(4);
  for (const name of held) expect(kept).toContain(`2026-11-${name}`);
});

test("a sealed file that is not what its name says does not stand for others", async () => {
  const disk = await crashedStore();
  const names = await namesIn(disk, DIR);
  const [largest = ""] = names.filter((name) => name.startsWith("0")).toSorted(bySpan);
  const file = await disk.open(join(DIR, MONTH, largest), "write");
  await file.truncate(0); // a disk that lied about fsync
  await file.truncate(5000);
  await file.close();
  for (const readOnly of [true, false]) {
    await withLog({ ...OPTIONS, disk, readOnly }, async (log) => {
      expect(log.recovery.damaged).toMatchObject([{ file: `${MONTH}/${largest}`, reason: "wrong-range" }]);
      expect(await allTexts(log)).toEqual(TEXTS);
    });
  }
});

test("half-made files and segments that were made ahead of need are removed", async () => {
  const disk = memoryDisk();
  await withLog({ ...OPTIONS, disk }, (log) => appendTexts(log, ["one"]));
  await plantSegment(disk, DIR, {
    file: `${MONTH}/000000000001-000000000009.frames.tmp`,
    bytes: new Uint8Array(100).fill(7),
  });
  await plantSegment(disk, DIR, {
    file: `${MONTH}/rows-00000002-00000000000000ff.frames`,
    bytes: new Uint8Array(1024),
  });
  await withLog({ ...OPTIONS, disk, readOnly: true }, async (log) => expect(log.recovery.clean).toBe(true));
  expect(await namesIn(disk, DIR)).toHaveLength(3);
  await withLog({ ...OPTIONS, disk }, async (log) => {
    expect(log.recovery.clean).toBe(true);
    expect(await namesIn(disk, DIR)).toHaveLength(1);
  });
});

function bySpan(a: string, b: string): number {
  return lastOf(b) - firstOf(b) - (lastOf(a) - firstOf(a));
}

function isWithin(inner: string, outer: string): boolean {
  return firstOf(outer) <= firstOf(inner) && lastOf(inner) <= lastOf(outer);
}

function firstOf(name: string): number {
  return Number(name.slice(0, 12));
}

function lastOf(name: string): number {
  return Number(name.slice(13, 25));
}

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memoryDisk, openFrameLog } from "../../../src/index.ts";
import type { Disk } from "../../../src/index.ts";
import { allTexts, appendTexts, bytesOf, MONTH, namesIn, textOf, violationsOf, withLog } from "../../support/stores.ts";
import { damage, filesOf } from "../../support/planted.ts";
import { systemError, wrapDisk, type DiskStep } from "../../support/wrapped-disk.ts";

const DIR = "/s";
const SMALL = { dir: DIR, rowBytes: 1024, segmentBytes: 65_536 };
const TEXTS = Array.from({ length: 150 }, (_, n) => `memory ${n} ${"z".repeat(n % 60)}`);

/** A store whose rows are all in segments of their own, none of them sealed. */
async function unsealedStore(): Promise<Disk> {
  const disk = memoryDisk();
  const log = await openFrameLog({ ...SMALL, disk: withoutSealing(disk) });
  await appendTexts(log, TEXTS);
  await log.close();
  expect((await namesIn(disk, DIR)).every((name) => name.startsWith("rows-"))).toBe(true);
  return disk;
}

function withoutSealing(disk: Disk): Disk {
  const wrapped = wrapDisk(disk);
  wrapped.onStep = (step, path) => {
    if (step === "create" && path.endsWith(".tmp")) throw systemError("EACCES");
  };
  return wrapped;
}

test("segments are sealed, then merged, and nothing that is read changes", async () => {
  const disk = await unsealedStore();
  const unsealed = (await namesIn(disk, DIR)).length;
  await withLog({ ...SMALL, disk }, async (log) => {
    log.background.pause();
    expect(log.stats()).toMatchObject({ segments: unsealed, rowSegments: unsealed });
    expect(await allTexts(log)).toEqual(TEXTS);
    log.background.resume();
    await log.background.idle();
    expect(log.stats()).toMatchObject({ rowSegments: 1, backgroundError: undefined });
    expect(log.stats().segments).toBeLessThan(unsealed);
    expect(await allTexts(log)).toEqual(TEXTS);
    expect(await violationsOf(log)).toEqual([]);
  });
  expect(await namesIn(disk, DIR, "lost+found")).toEqual([]);
});

test("a paused worker seals nothing, and idle resolves all the same", async () => {
  const disk = await unsealedStore();
  const log = await openFrameLog({ ...SMALL, disk: withoutSealing(disk) });
  log.background.pause();
  await log.background.idle();
  expect(log.stats().rowSegments).toBe((await namesIn(disk, DIR)).length);
  await log.close();
});

test("what fails in the background is told by stats, harms no reader or saver, and is done at the next opening", async () => {
  const disk = await unsealedStore();
  const log = await openFrameLog({ ...SMALL, disk: withoutSealing(disk) });
  await appendTexts(log, ["more"]);
  await log.background.idle();
  expect(log.stats()).toMatchObject({ poisoned: false, backgroundError: { code: "FRAMES_IO" } });
  expect(await allTexts(log)).toEqual([...TEXTS, "more"]);
  await log.close();
  await withLog({ ...SMALL, disk }, async (again) => {
    await again.background.idle();
    expect(again.stats()).toMatchObject({ rowSegments: 1, backgroundError: undefined });
    expect(await allTexts(again)).toEqual([...TEXTS, "more"]);
  });
});

describe.each(["create", "write", "sync", "rename", "syncDir", "remove", "open"] as const)(
  "sealing that fails at a %s",
  (failing) => {
    test("loses nothing, wherever it stops, and opening again finishes it", async () => {
      const before = await filesOf(await unsealedStore(), DIR);
      const total = await countSteps(before, failing);
      expect(total).toBeGreaterThan(1);
      for (let failAt = 1; failAt <= total; failAt += 5) {
        const disk = await diskOf(before);
        const wrapped = wrapDisk(disk);
        const log = await openFrameLog({ ...SMALL, disk: wrapped });
        let left = failAt;
        wrapped.onStep = (step) => {
          if (isSealing(step, failing) && --left <= 0) throw systemError("EIO");
        };
        await log.background.idle();
        expect(await allTexts(log)).toEqual(TEXTS);
        wrapped.onStep = () => undefined;
        await log.close();
        expect(wrapped.openFiles.size).toBe(0);
        await withLog({ ...SMALL, disk }, async (again) => {
          expect(again.recovery.clean).toBe(true);
          expect(await allTexts(again)).toEqual(TEXTS);
          await again.background.idle();
          expect(again.stats()).toMatchObject({ rowSegments: 1, backgroundError: undefined });
          expect(await violationsOf(again)).toEqual([]);
        });
        expect((await namesIn(disk, DIR)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      }
    });
  },
);

function isSealing(step: DiskStep, failing: DiskStep): boolean {
  return step === failing;
}

async function countSteps(files: ReadonlyMap<string, Uint8Array>, step: DiskStep): Promise<number> {
  const wrapped = wrapDisk(await diskOf(files));
  return withLog({ ...SMALL, disk: wrapped }, async (log) => {
    const before = wrapped.counts[step];
    await log.background.idle();
    return wrapped.counts[step] - before;
  });
}

async function diskOf(files: ReadonlyMap<string, Uint8Array>): Promise<Disk> {
  const { plantSegment } = await import("../../support/stores.ts");
  const disk = memoryDisk();
  for (const [file, bytes] of files) await plantSegment(disk, DIR, { file, bytes });
  return disk;
}

test("rows that wait are sealed as many at once as would be merged, and one damaged among them does not keep the others", async () => {
  const disk = await unsealedStore();
  const names = await namesIn(disk, DIR);
  await withLog({ ...SMALL, disk }, async (log) => {
    await damage(disk, join(DIR, MONTH, names[2]!), 500); // after it was read
    await log.background.idle();
    expect(log.stats().backgroundError).toMatchObject({ code: "FRAMES_CORRUPT" });
    expect(await namesIn(disk, DIR)).toContain(names[2]);
    expect(log.stats().rowSegments).toBe(2); // it, and the newest
  });
  const whole = await unsealedStore();
  const sealed: string[] = [];
  const wrapped = wrapDisk(whole);
  wrapped.onStep = (step, path) => void (step === "rename" && sealed.push(path));
  await withLog({ ...SMALL, disk: wrapped }, async (log) => {
    await log.background.idle();
    expect(sealed.length).toBeLessThan(names.length - 7);
    expect(await allTexts(log)).toEqual(TEXTS);
    expect(await violationsOf(log)).toEqual([]);
  });
});

test("erased, sealed and merged files are closed when nobody reads them any more", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ ...SMALL, disk }, async (log) => {
    const seen: string[] = [];
    for (let n = 0; n < 30; n++) log.append({ content: bytesOf(`${n} ${"q".repeat(100)}`) });
    await log.flush();
    for await (const frame of log.scan()) {
      seen.push(textOf(frame) ?? "");
      for (let n = 0; n < 20; n++) log.append({ content: bytesOf("more") });
      await log.flush();
    }
    expect(seen).toHaveLength(30);
    await log.background.idle();
    const { segments } = log.stats();
    expect(disk.openFiles.size).toBeLessThanOrEqual(segments + 4); // two more for writing, two for the file made ahead
  });
  expect(disk.openFiles.size).toBe(0);
});

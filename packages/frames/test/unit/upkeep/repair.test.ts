import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deltaBaseDistance } from "../../../src/delta/delta.ts";
import type { Disk, FrameLog } from "../../../src/index.ts";
import { memoryDisk } from "../../../src/index.ts";
import type { RawFrame } from "../../../src/raw-frame.ts";
import { salvageChunks } from "../../../src/sealed/salvage.ts";
import { walkAll } from "../../support/row-segments.ts";
import { readWhole, violationsOf } from "../../support/stores.ts";
import { allFrames, appendAll, filesBelow, flipByte, openSmall, secret } from "../../support/upkeep.ts";

/** A store of 150 frames in sealed segments and unsealed rows, closed. */
async function makeStore(disk: Disk, families = false): Promise<void> {
  const log = await openSmall(disk);
  for (let n = 0; n < 150; n++) {
    const content = families ? Buffer.concat([secret(1), secret(2), secret(n)]) : secret(n);
    await appendAll(log, [{ content, family: families ? "f" : undefined }]);
  }
  await log.background.idle();
  await log.close();
}

describe("repair", () => {
  test("a clean store has nothing to repair", async () => {
    const disk = memoryDisk();
    await makeStore(disk);
    const log = await openSmall(disk);
    expect(await log.repair()).toEqual({ repaired: [], framesKept: 0, framesLost: 0 });
    await log.close();
  });

  test("a file without its footer keeps all frames, and the damaged file is kept", async () => {
    const disk = memoryDisk();
    await makeStore(disk);
    const path = (await filesBelow(disk, "/s/shards")).find((name) => /\/\d{12}-/.test(name));
    const before = await readWhole(disk, path!);
    await flipByte(disk, path!, before.length - 20);
    const damaged = await readWhole(disk, path!);
    const log = await openSmall(disk);
    expect((await violationsOf(log)).length).toBeGreaterThan(0);
    const { repaired, framesLost } = await log.repair();
    expect(framesLost).toBe(0);
    expect(repaired.length).toBe(1);
    expect(await readWhole(disk, join("/s", repaired[0]!.keptAs!))).toEqual(damaged);
    expect(await violationsOf(log)).toEqual([]);
    expect((await allFrames(log)).length).toBe(150);
    await log.close();
  });

  test("files of a newer version are left alone", async () => {
    const disk = memoryDisk();
    await makeStore(disk);
    const path = (await filesBelow(disk, "/s/shards")).find((name) => /\/\d{12}-/.test(name))!;
    const { length } = await readWhole(disk, path);
    for (const at of [7, length - 1]) await flipByte(disk, path, at);
    const before = await readWhole(disk, path);
    const log = await openSmall(disk);
    expect((await log.repair()).repaired).toEqual([]);
    expect(await readWhole(disk, path)).toEqual(before);
    await log.close();
  });

  test("a lost file leaves an empty place in history", async () => {
    const disk = memoryDisk();
    await makeStore(disk);
    const sealed = (await filesBelow(disk, "/s/shards")).filter((name) => /\/\d{12}-/.test(name));
    await disk.remove(sealed[1]!);
    let log = await openSmall(disk);
    expect((await violationsOf(log)).map(({ kind }) => kind)).toEqual(["missing-segment"]);
    const { framesLost, repaired } = await log.repair();
    expect(framesLost).toBeGreaterThan(0);
    expect(repaired[0]?.keptAs).toBeUndefined();
    expect(await violationsOf(log)).toEqual([]);
    expect((await allFrames(log)).length).toBe(150 - framesLost);
    await log.close();
    log = await openSmall(disk);
    expect(await violationsOf(log)).toEqual([]);
    expect((await allFrames(log)).length).toBe(150 - framesLost);
    await log.close();
  });

  test.each([false, true])(
    "after random damage exactly the undamaged frames are kept (deltas: %s)",
    async (families) => {
      const made = memoryDisk();
      await makeStore(made, families);
      const files: PlacedFile[] = [];
      for (const path of await filesBelow(made, "/s/shards")) {
        const bytes = await readWhole(made, path);
        files.push({ path, bytes, places: await placesIn(made, path, bytes) });
      }
      expect(files.flatMap(({ places }) => places).length).toBe(150);
      expect(files.flatMap(({ places }) => places).some(({ baseSeq }) => baseSeq !== undefined)).toBe(families);
      const flips = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(flips, async (list) => {
          const disk = memoryDisk();
          const { log, flipped } = await damagedCopy(disk, files, list);
          const expected = readableSeqs(files, flipped);
          const result = await log.repair();
          await log.background.idle();
          expect(await violationsOf(log)).toEqual([]);
          const frames = await allFrames(log);
          expect(frames.map(({ seq }) => seq)).toEqual(expected);
          expect(result.framesLost).toBe(150 - expected.length);
          for (const { seq, content } of frames) {
            const wanted = families ? Buffer.concat([secret(1), secret(2), secret(seq - 1)]) : secret(seq - 1);
            expect(Buffer.from(content)).toEqual(Buffer.from(wanted));
          }
          expect(result.repaired.every(({ keptAs }) => keptAs !== undefined)).toBe(true);
          expect(log.stats().backgroundError).toBeUndefined();
          await log.close();
        }),
        { numRuns: 30 },
      );
    },
  );
});

/** Bytes that a frame needs, and the frame that it is a delta against. */
interface FramePlace {
  readonly seq: number;
  readonly from: number;
  readonly to: number;
  readonly baseSeq: number | undefined;
}

interface PlacedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly places: readonly FramePlace[];
}

async function placesIn(disk: Disk, path: string, bytes: Uint8Array): Promise<FramePlace[]> {
  const places: FramePlace[] = [];
  const add = ({ seq, isDelta, content }: RawFrame, from: number, sizeBytes: number): void => {
    const baseSeq = isDelta ? seq - (deltaBaseDistance(content) ?? 0) : undefined;
    places.push({ seq, from, to: from + sizeBytes, baseSeq });
  };
  const file = await disk.open(path, "read");
  for (const { chunk, offset, sizeBytes } of salvageChunks(file)) {
    for (let slot = 0; slot < chunk.count; slot++) add(chunk.frame(slot), offset, sizeBytes);
  }
  for (const item of await walkAll(bytes)) if (item.type === "row") add(item.frame, item.offset, item.sizeBytes);
  await file.close();
  return places;
}

/** Seqs whose bytes were not changed, nor those of any base. */
function readableSeqs(files: readonly PlacedFile[], flipped: ReadonlyMap<string, ReadonlySet<number>>): number[] {
  const readable = new Set<number>();
  const placed = files.flatMap(({ path, places }) => places.map((place) => ({ path, ...place })));
  for (const { path, seq, from, to, baseSeq } of placed.toSorted((a, b) => a.seq - b.seq)) {
    const isHit = [...(flipped.get(path) ?? [])].some((at) => at >= from && at < to);
    if (!isHit && (baseSeq === undefined || readable.has(baseSeq))) readable.add(seq);
  }
  return [...readable];
}

async function damagedCopy(
  disk: Disk,
  files: readonly PlacedFile[],
  flips: readonly (readonly [number, number])[],
): Promise<{ log: FrameLog; flipped: ReadonlyMap<string, ReadonlySet<number>> }> {
  for (const { path, bytes } of files) {
    for (const folder of ["/s", "/s/shards", "/s/shards/2026", "/s/shards/2026/11"]) await disk.mkdir(folder);
    const file = await disk.open(path, "create");
    await file.write(bytes, 0);
    await file.close();
  }
  const log = await openSmall(disk); // damage comes while the store is open, so that only repair can find it
  log.background.pause();
  const flipped = new Map<string, Set<number>>();
  for (const [which, place] of flips) {
    const { path, bytes } = files[which % files.length]!;
    const at = place % bytes.length;
    const seen = flipped.get(path) ?? new Set();
    if (seen.has(at)) continue; // twice is not at all
    flipped.set(path, seen.add(at));
    await flipByte(disk, path, at);
  }
  return { log, flipped };
}

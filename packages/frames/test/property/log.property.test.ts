import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { memoryDisk } from "../../src/index.ts";
import type { Disk } from "../../src/index.ts";
import { filesOf } from "../support/planted.ts";
import { allTexts, appendTexts, plantSegment, textOf, violationsOf, withLog } from "../support/stores.ts";
import { systemError, wrapDisk } from "../support/wrapped-disk.ts";

const DIR = "/s";
const ROW_BYTES = 1024;
const texts = fc.array(fc.string({ maxLength: 400 }), { minLength: 1, maxLength: 25 });

interface Segment {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly texts: readonly string[];
}

/** Writes texts one after the other, and gives back the row segments, none of them sealed. */
async function segmentsOf(list: readonly string[]): Promise<Segment[]> {
  const disk = wrapDisk(memoryDisk());
  disk.onStep = (step, path) => {
    if (step === "create" && path.endsWith(".tmp")) throw systemError("EACCES");
  };
  await withLog({ dir: DIR, disk, rowBytes: ROW_BYTES }, async (log) => {
    for (const text of list) await appendTexts(log, [text]);
  });
  const segments: Segment[] = [];
  let left = [...list];
  for (const [file, bytes] of [...(await filesOf(disk, DIR))].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const own: string[] = [];
    for (let end = HEADER; end < bytes.length; end += sizeOf(own.at(-1)!)) own.push(left.shift()!);
    segments.push({ file, bytes, texts: own });
  }
  expect(left).toEqual([]);
  return segments;
}

const HEADER = 64;

function sizeOf(text: string): number {
  return 41 + Buffer.byteLength(text); // header, one byte of metadata, checksum
}

async function diskOf(segments: readonly Segment[]): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir(DIR);
  for (const segment of segments) await plantSegment(disk, DIR, segment);
  return disk;
}

test("any prefix of the log, with any zeros behind it, recovers exactly the complete frames, and writing goes on (S1, S3)", async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.nat(), fc.constantFrom(0, 100, 5000), async (list, place, zeros) => {
      const segments = await segmentsOf(list);
      const total = segments.reduce((sum, { bytes }) => sum + bytes.length, 0);
      const cutAt = place % (total + 1);
      let left = cutAt;
      let complete = 0;
      const cut: Segment[] = [];
      for (const segment of segments) {
        if (left <= 0) break;
        const kept = segment.bytes.subarray(0, left);
        let end = HEADER;
        for (const text of segment.texts) if ((end += sizeOf(text)) <= left) complete++;
        cut.push({ ...segment, bytes: Buffer.concat([kept, Buffer.alloc(left < segment.bytes.length ? zeros : 0)]) });
        left -= kept.length;
      }
      const disk = await diskOf(cut);
      const expected = list.slice(0, complete);
      await withLog({ dir: DIR, disk, readOnly: true }, async (log) => expect(await allTexts(log)).toEqual(expected));
      await withLog({ dir: DIR, disk, rowBytes: ROW_BYTES }, async (log) => {
        expect(log.recovery.damagedCount).toBe(0);
        expect(await allTexts(log)).toEqual(expected);
        await appendTexts(log, ["after"]);
      });
      await withLog({ dir: DIR, disk }, async (log) => {
        expect(await allTexts(log)).toEqual([...expected, "after"]);
        expect(log.recovery.clean).toBe(true);
        expect(await violationsOf(log)).toEqual([]);
      });
    }),
    { numRuns: 60 },
  );
});

test("random damage never loses the frames it did not touch, and is reported", async () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(texts, damage, async (list, flips) => {
      const segments = await segmentsOf(list);
      const all = Buffer.concat(segments.map(({ bytes }) => bytes));
      const original = Buffer.from(all);
      for (const [place, flip] of flips) all[place % all.length] = (all[place % all.length] ?? 0) ^ flip;
      let at = 0;
      const survivors: string[] = [];
      const damaged = segments.map((segment) => {
        let from = at + HEADER;
        for (const text of segment.texts) {
          const to = from + sizeOf(text);
          if (all.subarray(from, to).equals(original.subarray(from, to))) survivors.push(text);
          from = to;
        }
        return { ...segment, bytes: all.subarray(at, (at += segment.bytes.length)) };
      });
      const isTouched = !all.equals(original);
      const disk = await diskOf(damaged);
      await withLog({ dir: DIR, disk, readOnly: true }, async (log) => {
        expect(await survivingTexts(log)).toEqual(survivors);
        expect(log.recovery.clean).toBe(!isTouched);
        expect((await violationsOf(log)).length > 0).toBe(isTouched);
      });
      for (const isSealed of [false, true]) {
        await withLog({ dir: DIR, disk, rowBytes: ROW_BYTES }, async (log) => {
          if (isSealed) await log.background.idle();
          else await appendTexts(log, ["after"]);
          expect(await survivingTexts(log)).toEqual([...survivors, "after"]);
          expect(log.stats().backgroundError).toBeUndefined();
        });
      }
      if (!isTouched) return;
      const kept = Buffer.concat([...(await filesOf(disk, join(DIR, "lost+found"))).values()]);
      expect(kept.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});

async function survivingTexts(log: Parameters<typeof violationsOf>[0]): Promise<string[]> {
  const found: string[] = [];
  for await (const frame of log.scan()) found.push(textOf(frame) ?? "");
  return found;
}

import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { memoryDisk } from "../../src/index.ts";
import type { Disk } from "../../src/index.ts";
import { allTexts, appendTexts, plantSegment, readWhole, violationsOf, withLog } from "../support/stores.ts";

const texts = fc.array(fc.string({ maxLength: 400 }), { minLength: 1, maxLength: 25 });

interface Segment {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Writes texts into small segments and gives back the files. */
async function segmentsOf(list: readonly string[]): Promise<Segment[]> {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk, segmentBytes: 1024 }, (log) => appendTexts(log, list));
  const folder = "/s/shards/2026/11";
  const names = (await disk.readdir(folder)).map((entry) => entry.name).toSorted();
  return Promise.all(
    names.map(async (name) => ({ file: `shards/2026/11/${name}`, bytes: await readWhole(disk, join(folder, name)) })),
  );
}

async function diskOf(segments: readonly Segment[]): Promise<Disk> {
  const disk = memoryDisk();
  for (const segment of segments) if (segment.bytes.length > 0) await plantSegment(disk, "/s", segment);
  return disk;
}

test("any prefix of the log recovers exactly the complete frames, and writing goes on after them", async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.nat(), async (list, place) => {
      const segments = await segmentsOf(list);
      const total = segments.reduce((sum, segment) => sum + segment.bytes.length, 0);
      let left = place % (total + 1);
      const cut = segments.map(({ file, bytes }) => {
        const kept = bytes.subarray(0, left);
        left -= kept.length;
        return { file, bytes: kept };
      });
      const disk = await diskOf(cut);
      const shown = await withLog({ dir: "/s", disk, readOnly: false, segmentBytes: 1024 }, async (log) => {
        const found = await allTexts(log);
        expect(found).toEqual(list.slice(0, found.length));
        await appendTexts(log, ["after"]);
        return found;
      });
      let end = 0;
      const complete = list.findIndex((text) => (end += 45 + Buffer.byteLength(text)) > place % (total + 1));
      expect(shown.length).toBe(complete === -1 ? list.length : complete);
      await withLog({ dir: "/s", disk }, async (log) => {
        expect(await allTexts(log)).toEqual([...shown, "after"]);
        expect(log.recovery.clean).toBe(true);
      });
    }),
    { numRuns: 150 },
  );
});

test("random damage never loses the frames it did not touch, and is reported", async () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(texts, damage, async (list, flips) => {
      const segments = await segmentsOf(list);
      const touched = new Set<number>();
      const all = Buffer.concat(segments.map((segment) => segment.bytes));
      const original = Buffer.from(all);
      for (const [place, flip] of flips) all[place % all.length] = (all[place % all.length] ?? 0) ^ flip;
      let from = 0;
      for (const [index, text] of list.entries()) {
        const to = from + 45 + Buffer.byteLength(text);
        if (!all.subarray(from, to).equals(original.subarray(from, to))) touched.add(index);
        from = to;
      }
      from = 0;
      const damaged = segments.map(({ file, bytes }) => ({ file, bytes: all.subarray(from, (from += bytes.length)) }));
      const disk = await diskOf(damaged);
      const survivors = list.filter((_, index) => !touched.has(index));
      await withLog({ dir: "/s", disk, readOnly: true }, async (log) => {
        expect(await allTexts(log)).toEqual(survivors);
        expect(log.recovery.clean).toBe(touched.size === 0);
        expect((await violationsOf(log)).length > 0).toBe(touched.size > 0);
      });
      await withLog({ dir: "/s", disk }, async (log) => {
        await appendTexts(log, ["after"]);
        expect(await allTexts(log)).toEqual([...survivors, "after"]);
      });
    }),
    { numRuns: 150 },
  );
});

import { FramesError, memoryDisk, openFrameLog, type FrameLog } from "@vidmem/frames";
import { expect, test } from "vitest";
import { readHistory } from "../../src/history.ts";
import { bytesOf, errorOf, toArray } from "../support/stores.ts";

const corrupt = (): FramesError => new FramesError("FRAMES_CORRUPT", "damaged");

/** A log of 20 frames, of which some rot; a scan reads five at once and fails for all of them. */
async function damagedLog(damaged: ReadonlySet<number>): Promise<FrameLog> {
  const log = await openFrameLog({ dir: "/s", disk: memoryDisk() });
  for (let seq = 1; seq <= 20; seq++) log.append({ content: bytesOf(String(seq)) });
  await log.flush();
  return Object.assign(Object.create(log) as FrameLog, {
    stats: () => log.stats(),
    readAt: async (seq: number) => {
      if (damaged.has(seq)) throw corrupt();
      return log.readAt(seq);
    },
    scan: async function* ({ fromSeq = 1, toSeq = 20 } = {}) {
      for (let at = fromSeq; at <= toSeq; at += 5) {
        const batch = [];
        for (let seq = at; seq < at + 5 && seq <= toSeq; seq++) {
          if (damaged.has(seq)) throw corrupt();
          batch.push((await log.readAt(seq))!);
        }
        yield* batch;
      }
    },
  });
}

test.each([[[]], [[1]], [[20]], [[3, 4, 5]], [[1, 7, 8, 13, 20]], [Array.from({ length: 20 }, (_, n) => n + 1)]])(
  "with damage at %j every other frame is read once, in order",
  async (damaged) => {
    const log = await damagedLog(new Set(damaged));
    const seqs = (await toArray(readHistory(log))).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 20 }, (_, n) => n + 1).filter((seq) => !damaged.includes(seq)));
  },
);

test("damage of a frame that is needed is thrown", async () => {
  const log = await damagedLog(new Set([3, 7]));
  const seen: number[] = [];
  const reading = (async () => {
    for await (const { seq } of readHistory(log, { isNeeded: (seq) => seq === 7 })) seen.push(seq);
  })();
  expect(await errorOf(reading)).toMatchObject({ code: "FRAMES_CORRUPT" });
  expect(seen).toEqual([1, 2, 4, 5, 6]);
});

test("an empty log has no history", async () => {
  await using log = await openFrameLog({ dir: "/s", disk: memoryDisk() });
  expect(await toArray(readHistory(log))).toEqual([]);
});

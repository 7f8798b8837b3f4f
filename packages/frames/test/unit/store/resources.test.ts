/** What a log takes from the process it lives in: descriptors, and turns of the event loop. */
import fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openFrameLog } from "../../../src/index.ts";
import { allTexts, appendTexts, violationsOf, withFolder, withLog } from "../../support/stores.ts";

const isLinux = process.platform === "linux";

function openDescriptors(dir: string): string[] {
  return fs.readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      const target = fs.readlinkSync(`/proc/self/fd/${fd}`);
      return target.startsWith(dir) ? [target] : [];
    } catch {
      return []; // the one of the listing itself
    }
  });
}

test.skipIf(!isLinux)("descriptors follow the number of segments, and all are closed with the log", async () => {
  await withFolder(async (dir) => {
    const options = { dir, rowBytes: 4096, segmentBytes: 65_536 };
    const log = await openFrameLog(options);
    for (let round = 0; round < 15; round++) {
      const texts = Array.from({ length: 100 }, (_, n) => `${round} ${n} ${"x".repeat(n)}`);
      await appendTexts(log, texts);
      for await (const frame of log.scan()) if (frame.seq === 50) break;
      await withLog({ ...options, readOnly: true }, async (reader) => {
        await reader.refresh();
        await reader.refresh();
        expect(await allTexts(reader)).toHaveLength((round + 1) * 100);
      });
    }
    await log.background.idle();
    await new Promise((resolve) => setTimeout(resolve, 20)); // closing is not waited for
    const segments = log.stats().segments;
    const open = openDescriptors(dir);
    expect(open.filter((target) => target.endsWith("(deleted)"))).toEqual([]);
    expect(open.length).toBeLessThanOrEqual(segments + 5); // two for writing, two for the file made ahead, the lock
    await log.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(openDescriptors(dir)).toEqual([]);
  });
});

/** CPU time of the main thread in ms: other processes and zlib's threads do not count. */
function createCpuClock(): { read(): number; close(): void } {
  const fd = fs.openSync(`/proc/self/task/${process.pid}/schedstat`, "r");
  const bytes = Buffer.alloc(64);
  return {
    read: () => {
      const count = fs.readSync(fd, bytes, 0, bytes.length, 0);
      return Number.parseInt(bytes.toString("latin1", 0, count), 10) / 1e6;
    },
    close: () => fs.closeSync(fd),
  };
}

/** The longest time in ms that work kept the event loop from turning. */
async function longestTurnMs(work: () => Promise<unknown>): Promise<number> {
  const clock = createCpuClock();
  let longest = 0;
  let last = clock.read();
  let isOver = false;
  const tick = (): void => {
    if (isOver) return clock.close();
    const now = clock.read();
    longest = Math.max(longest, now - last);
    last = now;
    setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  isOver = true;
  return longest;
}

test.skipIf(!isLinux)("sealing, merging, scanning and verifying never hold the event loop for 20 ms (S9)", async () => {
  await withFolder(async (dir) => {
    const log = await openFrameLog({ dir: join(dir, "s"), rowBytes: 3 * 1024 * 1024, durability: "none" });
    log.background.pause();
    const words = "the quick brown fox jumps over a lazy dog while saved moments drift along rivers of text".split(" ");
    for (let n = 0; n < 60_000; n++) {
      await log.ready();
      const text = Array.from({ length: 70 }, (_, at) => words[(n * 31 + at * at * 7) % words.length]).join(" ");
      log.append({ content: Buffer.from(`${n} ${text}`), fingerprint: Buffer.from(String(n).padStart(8, "0")) });
    }
    await log.flush();
    const seal = async (): Promise<void> => {
      log.background.resume();
      await log.background.idle();
    };
    const scan = async (): Promise<void> => {
      for await (const batch of log.scanBatches()) expect(batch.length).toBeGreaterThan(0);
    };
    for (const work of [seal, scan, async () => expect(await violationsOf(log)).toEqual([])]) {
      expect(await longestTurnMs(work)).toBeLessThan(20);
    }
    expect(log.stats()).toMatchObject({ frames: 60_000, rowSegments: 1, backgroundError: undefined });
    await log.close();
  });
});

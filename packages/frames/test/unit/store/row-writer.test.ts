import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { rowsName } from "../../../src/store/names.ts";
import { createRowSegment, type RowSegment } from "../../../src/store/row-segment.ts";
import { createRowWriter, type RowWriter } from "../../../src/store/row-writer.ts";
import { MONTH, namesIn, readWhole } from "../../support/stores.ts";
import { systemError, wrapDisk, type WrappedDisk } from "../../support/wrapped-disk.ts";

const DIR = "/s";
let disk: WrappedDisk;
let retired: RowSegment[];
let number: number;

beforeEach(async () => {
  disk = wrapDisk(memoryDisk());
  await disk.mkdir(DIR);
  retired = [];
  number = 1;
});

function segment(at: number, month = "2026/11"): RowSegment {
  return createRowSegment({ name: rowsName(month, at, "0123456789abcdef"), firstSeq: 1, createdAt: 0, seed: 0 });
}

function writer(options: { rowBytes?: number; writeThrough?: boolean; current?: RowSegment } = {}): RowWriter {
  return createRowWriter({
    disk,
    dir: DIR,
    rowBytes: options.rowBytes ?? 1000,
    writeThrough: options.writeThrough ?? true,
    current: options.current,
    upcoming: () => rowsName("2026/11", number + 1, "0123456789abcdef"),
    onRetired: (complete) => retired.push(complete),
  });
}

test("zeros never meet rows, whatever the groups are and however slow the zeros", async () => {
  const waiting: (() => void)[] = [];
  const slow = {
    ...disk,
    open: async (...args: Parameters<WrappedDisk["open"]>) => {
      const file = await disk.open(...args);
      if (args[1] !== "write" || args[2]?.writeThrough === true) return file;
      return {
        ...file,
        write: async (bytes: Uint8Array, position: number) => {
          await new Promise<void>((resolve) => waiting.push(resolve));
          return file.write(bytes, position);
        },
      };
    },
  };
  const rows = createRowWriter({
    disk: slow,
    dir: DIR,
    rowBytes: 4_000_000,
    writeThrough: true,
    current: undefined,
    upcoming: () => rowsName("2026/11", 2, "0123456789abcdef"),
    onRetired: () => undefined,
  });
  const into = segment(1);
  const expected: number[] = [];
  for (let round = 0; round < 200; round++) {
    const bytes = new Uint8Array(round % 17 === 0 ? 90_000 : 50 + round * 13).fill(1 + (round % 250));
    const written = rows.write(into, bytes, expected.length);
    for (const byte of bytes) expected.push(byte);
    if (round % 3 === 0) waiting.shift()?.();
    const helper = setInterval(() => waiting.shift()?.(), 1); // a write may wait for zeros
    await written;
    clearInterval(helper);
  }
  const closing = rows.close();
  const helper = setInterval(() => waiting.shift()?.(), 1);
  await closing;
  clearInterval(helper);
  expect(Buffer.compare(await readWhole(disk, join(DIR, into.file)), Uint8Array.from(expected))).toBe(0);
  expect(disk.openFiles.size).toBe(1); // the one that readers use
  into.release();
  expect(disk.openFiles.size).toBe(0);
});

test("zeros that cannot be written fail the write that runs into them, and not the closing", async () => {
  const rows = writer({ rowBytes: 500_000 });
  const into = segment(1);
  disk.onStep = (step) => {
    if (step === "write" && disk.counts.write === 2) throw systemError("ENOSPC");
  };
  await rows.write(into, new Uint8Array(100).fill(1), 0);
  await expect(rows.write(into, new Uint8Array(100).fill(2), 100)).rejects.toMatchObject({ code: "ENOSPC" });
  await rows.close();
  expect((await readWhole(disk, join(DIR, into.file))).length).toBe(100);
});

test("the next file is made ahead of need, and removed when it was not needed", async () => {
  const rows = writer();
  const first = segment(1);
  await rows.write(first, new Uint8Array(600).fill(1), 0);
  await expect.poll(() => namesIn(disk, DIR)).toHaveLength(2);
  const creates = disk.counts.create;
  await rows.write(segment(2), new Uint8Array(10).fill(1), 0);
  expect(disk.counts.create).toBe(creates);
  expect(retired).toEqual([first]);
  number = 2;
  await rows.write(segment(3), new Uint8Array(600).fill(1), 0);
  number = 3;
  await expect.poll(() => disk.counts.create).toBe(creates + 2);
  await rows.close();
  expect(await namesIn(disk, DIR)).toHaveLength(3);
});

test("small groups get a next file that is zeroed and durable before its first row, and write no zeros in it; large ones a hole", async () => {
  const rows = writer({ rowBytes: 300_000 });
  await rows.write(segment(1), new Uint8Array(60_000).fill(1), 0);
  await rows.write(segment(1), new Uint8Array(60_000).fill(1), 60_000);
  const steps: string[] = [];
  disk.onStep = (step, path) => void steps.push(`${step} ${path.slice(-32)}`);
  const next = segment(2);
  await rows.write(segment(1), new Uint8Array(60_000).fill(1), 120_000);
  await expect.poll(() => steps.filter((step) => step === `open ${next.file.slice(-32)}`)).toHaveLength(1);
  const ofNext = steps.filter((step) => step.endsWith(next.file.slice(-32))).map((step) => step.split(" ")[0]);
  expect(ofNext).toEqual(["create", "truncate", "write", "datasync", "write", "datasync", "sync", "open"]);
  const zeroWrites = (): number => disk.counts.write - disk.counts.through;
  const before = zeroWrites();
  number = 2;
  for (let at = 0; at < 300_000; at += 100_000) await rows.write(next, new Uint8Array(100_000).fill(2), at);
  await expect.poll(() => disk.counts.create).toBe(3);
  await rows.close();
  expect(zeroWrites()).toBe(before);
});

test("a file that was made ahead waits for its turn when another comes first, and goes when its month has ended", async () => {
  const rows = writer();
  number = 4; // planning is ahead
  await rows.write(segment(1), new Uint8Array(600).fill(1), 0);
  await expect.poll(() => namesIn(disk, DIR)).toHaveLength(2);
  await rows.write(segment(2), new Uint8Array(10).fill(1), 0);
  expect(await namesIn(disk, DIR)).toHaveLength(3);
  await rows.write(segment(3, "2026/12"), new Uint8Array(10).fill(1), 0);
  expect(await namesIn(disk, DIR)).toHaveLength(2);
  expect(await namesIn(disk, DIR, "shards/2026/12")).toHaveLength(1);
  await rows.close();
});

test("without write-through, sync is free when everything is durable, and a segment is durable before the next begins", async () => {
  const rows = writer({ writeThrough: false });
  await rows.write(segment(1), new Uint8Array(10).fill(1), 0);
  expect(disk.counts.datasync).toBe(0);
  await rows.sync();
  await rows.sync();
  expect(disk.counts.datasync).toBe(1);
  await rows.write(segment(1), new Uint8Array(10), 0).catch(() => undefined);
  await rows.close();
});

test("retire hands on a segment from before to which nothing was written", async () => {
  const current = segment(1);
  const rows = writer({ current });
  await rows.retire();
  await rows.retire();
  expect(retired).toEqual([current]);
  await rows.close();
});

test("a segment that goes on is written behind what it holds", async () => {
  const first = writer();
  const into = segment(1);
  await first.write(into, new Uint8Array(10).fill(1), 0);
  await first.close();
  const second = writer({ current: into });
  await second.write(into, new Uint8Array(5).fill(2), 10);
  expect(retired).toEqual([]);
  await second.retire();
  expect(retired).toEqual([into]);
  expect([...(await readWhole(disk, join(DIR, into.file)))]).toEqual([...Array(10).fill(1), ...Array(5).fill(2)]);
  expect(MONTH).toBe("shards/2026/11");
});

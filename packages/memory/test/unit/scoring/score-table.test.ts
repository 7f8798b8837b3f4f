import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openScoreTable, type ScoreTable } from "../../../src/scoring/score-table.ts";

const scores = (value: number): Uint8Array => new Uint8Array(6).fill(value);
const read = (table: ScoreTable, seq: number): number => {
  const { bytes, offset } = table.at(seq);
  return bytes[offset]!;
};

test("what was set is read at once, after a flush also by others, and nothing where nothing was set", async () => {
  const disk = memoryDisk();
  const table = await openScoreTable(disk, "/t");
  table.set(1, scores(7));
  table.set(20_000, scores(9));
  expect([read(table, 1), read(table, 2), read(table, 20_000), table.changedPages]).toEqual([7, 0, 9, 2]);
  await table.flush();
  expect(table.changedPages).toBe(0);
  const other = await openScoreTable(disk, "/t");
  expect([read(other, 1), read(other, 2), read(other, 20_000), read(other, 999_999)]).toEqual([7, 0, 9, 0]);
  other.set(2, scores(3));
  await other.flush();
  expect(read(await openScoreTable(disk, "/t"), 2)).toBe(3);
});

test("more pages than are kept: changed ones stay until the flush, clean ones are read again", async () => {
  const disk = memoryDisk();
  const table = await openScoreTable(disk, "/t");
  for (let page = 0; page < 100; page++) table.set(page * 8192 + 5, scores(1 + page));
  for (let page = 0; page < 100; page++) expect(read(table, page * 8192 + 5)).toBe(1 + page);
  await table.flush();
  for (let page = 0; page < 100; page++) expect(read(table, page * 8192 + 5)).toBe(1 + page);
  await table.close();
});

test("a table that is only read makes no file", async () => {
  const disk = memoryDisk();
  const table = await openScoreTable(disk, "/t");
  expect(read(table, 5)).toBe(0);
  await table.flush();
  await table.close();
  expect(await disk.stat("/t")).toBeUndefined();
});

/** Changes one byte of the file, or writes all of it anew. */
async function overwrite(disk: Disk, bytes: Uint8Array, at: number): Promise<void> {
  const file = await disk.open("/t/scores.bin", "write");
  await file.write(bytes, at);
  await file.close();
}

test.each([0, 3, 5, 6, 40_000, 49_151, 49_152, 49_155])(
  "a byte that changed at %i is found, and its page holds nothing then",
  async (at) => {
    const disk = memoryDisk();
    const table = await openScoreTable(disk, "/t");
    table.set(1, scores(7));
    table.set(9_000, scores(9));
    await table.flush();
    expect(await table.isWhole()).toBe(true);
    await overwrite(disk, Uint8Array.of(0x99), at);
    const other = await openScoreTable(disk, "/t");
    expect(await other.isWhole()).toBe(false);
    expect(read(other, 1)).toBe(0);
    expect(read(other, 9_000)).toBe(at < 6 ? 0 : 9); // without its mark it is no file of ours
  },
);

test("a file that was cut is not whole, and holds what is left", async () => {
  const disk = memoryDisk();
  const table = await openScoreTable(disk, "/t");
  table.set(1, scores(7));
  table.set(9_000, scores(9));
  await table.flush();
  const file = await disk.open("/t/scores.bin", "write");
  await file.truncate(60_000);
  await file.close();
  const other = await openScoreTable(disk, "/t");
  expect([await other.isWhole(), read(other, 1), read(other, 9_000)]).toEqual([false, 7, 0]);
});

test("a file of another version holds nothing, and is written anew from its first page on", async () => {
  const disk = memoryDisk();
  await disk.mkdir("/t");
  const file = await disk.open("/t/scores.bin", "create");
  await file.write(new Uint8Array(200_000).fill(5), 6); // version 1: no mark, no checksums
  await file.close();
  const table = await openScoreTable(disk, "/t");
  expect([await table.isWhole(), read(table, 9_000)]).toEqual([false, 0]);
  table.set(9_000, scores(9));
  await table.flush();
  const other = await openScoreTable(disk, "/t");
  expect([await other.isWhole(), read(other, 1), read(other, 9_000), read(other, 20_000)]).toEqual([true, 0, 9, 0]);
});

test("what could not be written is written by the next flush", async () => {
  const inner = memoryDisk();
  let isFull = true;
  const disk: Disk = {
    ...inner,
    async open(path, mode, options) {
      const file = await inner.open(path, mode, options);
      return { ...file, write: (bytes, at) => file.write(isFull ? bytes.subarray(0, 100) : bytes, at) };
    },
  };
  const table = await openScoreTable(disk, "/t");
  for (let page = 0; page < 3; page++) table.set(page * 8192 + 5, scores(1 + page));
  await expect(table.flush()).rejects.toThrow("Short write");
  isFull = false;
  await table.flush();
  const other = await openScoreTable(disk, "/t");
  expect([0, 1, 2].map((page) => read(other, page * 8192 + 5))).toEqual([1, 2, 3]);
  expect(await other.isWhole()).toBe(true);
});

import { memoryDisk } from "@vidmem/frames";
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

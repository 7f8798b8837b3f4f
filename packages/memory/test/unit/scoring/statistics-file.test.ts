import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { readStatistics, writeStatistics } from "../../../src/scoring/statistics-file.ts";
import { writeWholeFile } from "../../../src/whole-file.ts";

const bees = { text: "Ada keeps bees", timestamp: 0, speaker: "Ada" };

test("what was written is read, with its reach", async () => {
  const disk = memoryDisk();
  const statistics = await readStatistics(disk, "/s", 10);
  statistics.of("n").observe(bees);
  statistics.reach = 7;
  await writeStatistics(disk, "/s", statistics);
  const again = await readStatistics(disk, "/s", 10);
  expect(again.reach).toBe(7);
  expect(again.of("n").memories).toBe(1);
  expect(again.of("other").memories).toBe(0);
});

test.each([
  "",
  "{",
  "[]",
  '{"version":2}',
  '{"version":1,"reach":-1,"namespaces":[]}',
  '{"version":1,"reach":3,"namespaces":[["n",{}]]}',
])("a file that holds %j is as good as none", async (text) => {
  const disk = memoryDisk();
  await disk.mkdir("/s");
  await writeWholeFile(disk, "/s/statistics.json", new TextEncoder().encode(text));
  expect((await readStatistics(disk, "/s", 10)).reach).toBe(0);
});

test("a file that reaches beyond the history belongs to another one", async () => {
  const disk = memoryDisk();
  const statistics = await readStatistics(disk, "/s", 10);
  statistics.reach = 10;
  await writeStatistics(disk, "/s", statistics);
  expect((await readStatistics(disk, "/s", 9)).reach).toBe(0);
});

test("of many namespaces the last sixteen are known", async () => {
  const statistics = await readStatistics(memoryDisk(), "/s", 10);
  for (let n = 0; n < 17; n++) statistics.of(`n${n}`).observe(bees);
  expect(statistics.of("n16").memories).toBe(1);
  expect(statistics.of("n1").memories).toBe(1);
  expect(statistics.of("n0").memories).toBe(0);
});

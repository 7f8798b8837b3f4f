import { crc32 } from "node:zlib";
import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { readStatistics, writeStatistics } from "../../../src/scoring/statistics-file.ts";
import { writeWholeFile } from "../../../src/whole-file.ts";

function signed(rest: string): string {
  return `{"version":2,"crc32":"${crc32(rest).toString(16).padStart(8, "0")}",${rest}`;
}

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
  '{"version":1,"reach":3,"namespaces":[]}',
  '{"version":2,"reach":3,"namespaces":[]}',
  '{"version":2,"crc32":"00000000","reach":3,"namespaces":[]}',
  signed('"reach":-1,"namespaces":[]}'),
  signed('"reach":11,"namespaces":[]}'),
  signed('"reach":3,"namespaces":[["n",{}]]}'),
  signed('"reach":3,'),
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

test("every bit of the file that is another makes it as good as none", async () => {
  const disk = memoryDisk();
  const statistics = await readStatistics(disk, "/s", 10);
  statistics.of("n").observe(bees);
  statistics.reach = 7;
  await writeStatistics(disk, "/s", statistics);
  const file = await disk.open("/s/statistics.json", "write");
  const bytes = new Uint8Array(await file.size());
  await file.read(bytes, 0);
  expect((await readStatistics(disk, "/s", 10)).reach).toBe(7);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Uint8Array.of(bytes[bit >> 3]! ^ (1 << (bit & 7)));
    await file.write(flipped, bit >> 3);
    expect((await readStatistics(disk, "/s", 10)).reach).toBe(0);
    await file.write(bytes.subarray(bit >> 3, (bit >> 3) + 1), bit >> 3);
  }
  await file.close();
});

import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { held, type HeldFile } from "../../../src/store/held-file.ts";
import { createRowTable, type RowTable } from "../../../src/store/row-table.ts";
import { createTableReader, soundOnes } from "../../../src/store/table-reader.ts";
import { plainFrame } from "../../support/row-segments.ts";
import { wrapDisk, type WrappedDisk } from "../../support/wrapped-disk.ts";

const SIZE_BYTES = 1000;

async function fileOf(disk: WrappedDisk, count: number): Promise<HeldFile> {
  const file = await disk.open("/f", "create");
  await file.write(new Uint8Array(count * SIZE_BYTES), 0);
  return held(file, "/f");
}

function tableOf(count: number): RowTable {
  const table = createRowTable(1, 0);
  for (let n = 0; n < count; n++) {
    if (n % 10 !== 5) table.add({ seq: n + 1, id: [0, 0xaa], offset: n * SIZE_BYTES, sizeBytes: SIZE_BYTES });
  }
  return table;
}

test("batches skip what is lost, stay within a window, and give out what comes before damage", async () => {
  const table = tableOf(1000);
  const decode = (_: Buffer, _place: unknown, seq: number): ReturnType<typeof plainFrame> | string =>
    seq === 777 ? "bad-checksum" : plainFrame(seq, "");
  const reader = createTableReader("name", table, decode);
  reader.attach(await fileOf(wrapDisk(memoryDisk()), 1000));
  const seqs: number[] = [];
  const read = async (): Promise<void> => {
    for await (const batch of reader.batches(3, 900)) {
      expect(batch.length).toBeLessThanOrEqual(263);
      for (const { seq } of batch) seqs.push(seq);
    }
  };
  await expect(read()).rejects.toThrow(expect.objectContaining({ code: "FRAMES_CORRUPT" }));
  expect([seqs[0], seqs.at(-1), seqs.includes(6)]).toEqual([3, 775, false]);
  expect(reader.frame(6)).toBeUndefined();
  expect(reader.frame(8)?.seq).toBe(8);
});

test("who holds a segment before it has its file does not close it for the others", async () => {
  const disk = wrapDisk(memoryDisk());
  const reader = createTableReader("name", tableOf(10), (_, _place, seq) => plainFrame(seq, ""));
  reader.retain();
  reader.attach(await fileOf(disk, 10));
  reader.release();
  expect(disk.openFiles.size).toBe(1);
  expect(reader.frame(1)?.seq).toBe(1);
  reader.release();
  expect(disk.openFiles.size).toBe(0);
});

test("a segment that nobody holds closes the file that comes late", async () => {
  const disk = wrapDisk(memoryDisk());
  const reader = createTableReader("name", tableOf(10), () => "truncated");
  reader.release();
  reader.attach(await fileOf(disk, 10));
  expect(disk.openFiles.size).toBe(0);
});

test("a file that has become too short is damage", async () => {
  const reader = createTableReader("name", tableOf(10), (_, _place, seq) => plainFrame(seq, ""));
  reader.attach(await fileOf(wrapDisk(memoryDisk()), 2));
  expect(reader.frame(2)?.seq).toBe(2);
  expect(() => reader.frame(3)).toThrow(/truncated/);
});

test("nothing is given out before a first item that cannot be made", () => {
  const made = soundOnes(1, () => {
    throw new Error("bad");
  });
  expect(() => made.next()).toThrow("bad");
  expect([...soundOnes(3, (n) => (n === 1 ? undefined : n * 2))]).toEqual([[0, 4]]);
});

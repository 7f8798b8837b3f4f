import { crc32 } from "node:zlib";
import { memoryDisk, type DiskFile } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createPageChecksums, findDamagedPages, PAGE_BYTES, pageCount } from "../../../src/store/page-checksums.ts";

const SIZE = 2 * PAGE_BYTES + 777;
const BYTES = Uint8Array.from({ length: SIZE }, (_, at) => (at * 7919) >>> 3);
const PAGES = [0, 1, 2].map((page) => crc32(BYTES.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES)));

test.each([1, 1000, PAGE_BYTES - 1, PAGE_BYTES, PAGE_BYTES + 1, SIZE])(
  "parts of %d bytes give the checksums of the pages",
  (length) => {
    const checksums = createPageChecksums();
    const some = length === 1 ? BYTES.subarray(0, 5000) : BYTES;
    for (let at = 0; at < some.length; at += length) checksums.add(some.subarray(at, at + length));
    expect(checksums.finish()).toEqual(length === 1 ? [crc32(some)] : PAGES);
  },
);

test("nothing has no page, and full pages have no rest", () => {
  const checksums = createPageChecksums();
  expect(checksums.finish()).toEqual([]);
  checksums.add(BYTES.subarray(0, PAGE_BYTES));
  expect(checksums.finish()).toEqual([PAGES[0]]);
  expect([0, 1, PAGE_BYTES, PAGE_BYTES + 1].map(pageCount)).toEqual([0, 1, 1, 2]);
});

test("a page is damaged when a bit is flipped, when it is cut, and when the disk cannot read it", async () => {
  expect(await damageOf(await aFile(BYTES))).toEqual([]);
  for (const at of [0, PAGE_BYTES - 1, PAGE_BYTES, SIZE - 1]) {
    const flipped = BYTES.slice();
    flipped[at]! ^= 1;
    const page = Math.floor(at / PAGE_BYTES);
    expect(await damageOf(await aFile(flipped))).toEqual([page * PAGE_BYTES]);
  }
  expect(await damageOf(await aFile(BYTES.subarray(0, SIZE - 1)))).toEqual([2 * PAGE_BYTES]);
  const file = await aFile(BYTES);
  const broken: DiskFile = {
    ...file,
    read: (into, at) =>
      at === PAGE_BYTES ? Promise.reject(Object.assign(new Error("EIO"), { code: "EIO" })) : file.read(into, at),
  };
  expect(await damageOf(broken)).toEqual([PAGE_BYTES]);
});

test("it stops between two pages when it is told to", async () => {
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  const pages = findDamagedPages(await aFile(BYTES), { sizeBytes: SIZE, pages: PAGES }, controller.signal);
  await expect(pages.next()).rejects.toThrow("enough");
});

async function aFile(bytes: Uint8Array): Promise<DiskFile> {
  const file = await memoryDisk().open("/file", "create");
  await file.write(bytes, 0);
  return file;
}

async function damageOf(file: DiskFile): Promise<number[]> {
  const offsets: number[] = [];
  for await (const { offset } of findDamagedPages(file, { sizeBytes: SIZE, pages: PAGES })) offsets.push(offset);
  return offsets;
}

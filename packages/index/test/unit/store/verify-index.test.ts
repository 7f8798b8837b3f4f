import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemoryIndex, type StoredMemoryIndex } from "../../../src/open-memory-index.ts";
import { aDocument } from "../../documents.ts";
import { bytesOf, filesIn, put, withBit } from "../../support/damage.ts";
import { indexOn, vectorsOf } from "../../support/stored-vectors.ts";

const DIR = "/store/index";
const SEGMENT = `${DIR}/000001.segment`;

async function anIndex(): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir("/store");
  const index = await open(disk);
  for (const ref of [1, 2, 3]) index.add(aDocument(ref, "green tea"));
  await index.close();
  const vectors = await indexOn(disk).open();
  await vectors.setMany(vectorsOf(1, 4));
  await vectors.close();
  return disk;
}

function open(disk: Disk, readOnly = false): Promise<StoredMemoryIndex> {
  return openMemoryIndex({ dir: DIR, disk, readOnly, lastSeq: 10, readText: async () => "" });
}

async function flip(disk: Disk, path: string, bit = 90): Promise<void> {
  await put(disk, path, withBit(await bytesOf(disk, path), bit));
}

async function filesOf(index: StoredMemoryIndex): Promise<string[]> {
  const files: string[] = [];
  for await (const { file } of index.verify()) files.push(file);
  return files;
}

test("a damaged segment that a writer's verification finds is made again by the next opening", async () => {
  const disk = await anIndex();
  await flip(disk, SEGMENT);
  const writer = await open(disk);
  expect(writer.reach).toBe(3);
  expect(await filesOf(writer)).toEqual(["000001.segment"]);
  await writer.close();
  const again = await open(disk);
  expect(again.reach).toBe(0);
  for (const ref of [1, 2, 3]) again.add(aDocument(ref, "green tea"));
  await again.close();
  const last = await open(disk, true);
  expect([last.reach, await filesOf(last)]).toEqual([3, []]);
  expect(await last.search({ text: "tea", mode: "lexical" })).toHaveLength(3);
  await last.close();
});

test("every damaged segment is told before the index is distrusted, also when nobody wants to know of the second", async () => {
  const disk = await anIndex();
  const more = await open(disk);
  for (let ref = 4; ref < 9; ref++) more.add(aDocument(ref, "brown bread"));
  more.upkeep.notice(8);
  await more.upkeep.idle();
  const names = (await filesIn(disk, DIR)).filter((name) => name.endsWith(".segment"));
  expect(names).toHaveLength(2);
  for (const name of names) await flip(disk, `${DIR}/${name}`);
  expect(await filesOf(more)).toEqual(names);
  expect(await filesOf(more)).toEqual([]); // distrusted: the next opening makes it again
  await more.close();
  const stopped = await open(await damagedCopy());
  for await (const _ of stopped.verify()) break;
  expect(await filesOf(stopped)).toEqual([]);
  await stopped.close();
});

async function damagedCopy(): Promise<Disk> {
  const disk = await anIndex();
  await flip(disk, SEGMENT);
  return disk;
}

test("a reader's verification changes nothing, nor does its repair", async () => {
  const disk = await anIndex();
  await flip(disk, SEGMENT);
  await flip(disk, `${DIR}/vectors/000001.vectors`);
  const before = [...(await filesIn(disk, DIR)), ...(await filesIn(disk, `${DIR}/vectors`))];
  const reader = await open(disk, true);
  expect(await filesOf(reader)).toEqual(["000001.segment", "vectors/000001.vectors"]);
  expect(await reader.repair()).toEqual([]);
  await reader.close();
  expect([...(await filesIn(disk, DIR)), ...(await filesIn(disk, `${DIR}/vectors`))]).toEqual(before);
});

test("a repair takes away what is damaged: then it is missing, and nothing is wrong", async () => {
  const disk = await anIndex();
  await flip(disk, SEGMENT);
  await flip(disk, `${DIR}/vectors/000001.vectors`);
  const writer = await open(disk);
  expect(await writer.repair()).toEqual(["000001.segment", "vectors/000001.vectors"]);
  await writer.close();
  expect(await filesIn(disk, `${DIR}/vectors`)).toEqual(["manifest.json"]);
  expect(await (await indexOn(disk).open()).missing([1, 2, 3])).toEqual([1, 2, 3]);
  const again = await open(disk);
  expect(again.reach).toBe(0);
  await again.close();
});

test("a merge does not copy damage under new checksums", async () => {
  const disk = await anIndex();
  await flip(disk, SEGMENT, 12 * 8); // in a list: nothing but its checksum tells
  const writer = await open(disk);
  const before = writer.upkeep.stats().segments;
  await expect(writer.upkeep.erase([2])).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
  expect(writer.upkeep.stats().segments).toBe(before);
  await writer.close();
  const again = await open(disk);
  expect(again.reach).toBe(0);
  await again.close();
  expect((await filesIn(disk, DIR)).filter((name) => name.endsWith(".segment"))).toEqual([]);
});

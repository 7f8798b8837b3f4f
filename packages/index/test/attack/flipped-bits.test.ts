/** Flipped bits: whichever bit of whichever file of an index turns, a verification tells of that file. */
import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemoryIndex, type StoredMemoryIndex } from "../../src/open-memory-index.ts";
import { aDocument } from "../documents.ts";
import { bytesOf, filesIn, put, withBit } from "../support/damage.ts";
import { indexOn } from "../support/stored-vectors.ts";
import { GOLDEN_DOCUMENTS } from "../unit/segment/golden-segment.ts";

const DIR = "/store/index";
/** In the golden segment, whose lists, dictionary, blocks and head are all more than a few bytes. */
const EVERY = 211;

async function withVectors(disk: Disk): Promise<void> {
  const vectors = await indexOn(disk).open();
  await vectors.setMany(
    [1, 2, 3].map((key) => [key, Float32Array.from({ length: 24 }, (_, at) => Math.sin(key * at))]),
  );
  await vectors.flush();
  await vectors.delete(2);
  await vectors.close();
}

async function anIndex(fill: (index: StoredMemoryIndex) => void): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir("/store");
  const index = await open(disk);
  fill(index);
  await index.close();
  await withVectors(disk);
  return disk;
}

function open(disk: Disk, readOnly = false): Promise<StoredMemoryIndex> {
  return openMemoryIndex({ dir: DIR, disk, readOnly, lastSeq: 1000, readText: async () => "" });
}

/** Turns every n-th bit of every file. @returns what no verification told. */
async function untold(disk: Disk, every: number): Promise<string[]> {
  const reader = await open(disk, true);
  const vectors = (await filesIn(disk, `${DIR}/vectors`)).map((name) => `vectors/${name}`);
  const quiet: string[] = [];
  for (const name of [...(await filesIn(disk, DIR)), ...vectors]) {
    const path = `${DIR}/${name}`;
    const whole = await bytesOf(disk, path);
    // Nothing reads the last line feed of the vectors' manifest.
    const end = name === "vectors/manifest.json" ? whole.length - 1 : whole.length;
    for (let bit = 0; bit < end * 8; bit += every) {
      await put(disk, path, withBit(whole, bit));
      const told = new Set<string>();
      for await (const { file } of reader.verify()) told.add(file);
      if (told.size !== 1 || !told.has(name))
        quiet.push(`${name}, bit ${bit % 8} of byte ${bit >>> 3} of ${whole.length}`);
    }
    await put(disk, path, whole);
  }
  for await (const damage of reader.verify()) quiet.push(damage.message);
  await reader.close();
  return quiet;
}

test("of a small index, each", { timeout: 120_000 }, async () => {
  const disk = await anIndex((index) => {
    for (const ref of [7, 9]) index.add(aDocument(ref, "Tea, tea and green tea?", { session: "s1", tags: ["hot"] }));
    index.remove(7, "default", 5);
  });
  expect(await untold(disk, 1)).toEqual([]);
});

test("of a larger one, some in every area", { timeout: 120_000 }, async () => {
  const disk = await anIndex((index) => {
    for (const { turn: _, ...document } of GOLDEN_DOCUMENTS) index.add(document);
  });
  expect(await untold(disk, EVERY)).toEqual([]);
});

import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import type { IndexDamage } from "../../../src/index-damage.ts";
import { openMemoryIndex } from "../../../src/open-memory-index.ts";
import { readManifest, writeManifest } from "../../../src/store/manifest.ts";
import { verifySegments } from "../../../src/store/verify-segments.ts";
import { aDocument } from "../../documents.ts";
import { bytesOf, put, withBit } from "../../support/damage.ts";

const DIR = "/index";
const FIRST = "000001.segment";

/** An index of two segments. */
async function anIndex(): Promise<Disk> {
  const disk = memoryDisk();
  const index = await openMemoryIndex({ dir: DIR, disk, lastSeq: 100, readText: async () => "" });
  for (const refs of [[1, 2, 3], [4]]) {
    for (const ref of refs) index.add(aDocument(ref, `tea and bread ${ref}`));
    index.upkeep.notice(refs.at(-1)!);
    await index.upkeep.idle();
  }
  await index.close();
  return disk;
}

async function verify(disk: Disk): Promise<IndexDamage[]> {
  const found: IndexDamage[] = [];
  for await (const damage of verifySegments({ dir: DIR, disk })) found.push(damage);
  return found;
}

test("nothing is wrong with an index, nor with none", async () => {
  expect(await verify(await anIndex())).toEqual([]);
  expect(await verify(memoryDisk())).toEqual([]);
});

test("damage is told by file and offset; every file is looked at", async () => {
  const disk = await anIndex();
  const names = (await readManifest(disk, DIR))!.segments.map(({ name }) => name);
  for (const name of names) await put(disk, `${DIR}/${name}`, withBit(await bytesOf(disk, `${DIR}/${name}`), 99));
  expect(await verify(disk)).toEqual(names.map((file) => ({ file, offset: 0, message: expect.any(String) })));
});

test("a missing file, another size and a damaged manifest are damage", async () => {
  const disk = await anIndex();
  const whole = await bytesOf(disk, `${DIR}/${FIRST}`);
  await put(disk, `${DIR}/${FIRST}`, whole.subarray(0, 50));
  expect(await verify(disk)).toMatchObject([{ file: FIRST, offset: 50 }]);
  await disk.remove(`${DIR}/${FIRST}`);
  expect(await verify(disk)).toMatchObject([{ file: FIRST, offset: 0 }]);
  await put(disk, `${DIR}/manifest.json`, withBit(await bytesOf(disk, `${DIR}/manifest.json`), 200));
  expect(await verify(disk)).toMatchObject([{ file: "manifest.json", offset: 0 }]);
});

test("an index of another version is none of its concern", async () => {
  const disk = await anIndex();
  await disk.remove(`${DIR}/${FIRST}`);
  await writeManifest(disk, DIR, { ...(await readManifest(disk, DIR))!, version: 99 });
  expect(await verify(disk)).toEqual([]);
});

test("a segment without checksums of its pages is judged by what it has: directory and heads", async () => {
  const disk = await anIndex();
  const { pages: _, ...manifest } = { ...(await readManifest(disk, DIR))!, pages: [] };
  const segments = manifest.segments.map(({ pages: _pages, ...segment }) => segment);
  await put(disk, `${DIR}/manifest.json`, Buffer.from(JSON.stringify({ ...manifest, version: 1, segments })));
  expect(await verify(disk)).toEqual([]);
  const whole = await bytesOf(disk, `${DIR}/${FIRST}`);
  await put(disk, `${DIR}/${FIRST}`, withBit(whole, (whole.length - 45) * 8));
  expect(await verify(disk)).toMatchObject([{ file: FIRST, offset: 0 }]);
});

test("what a writer has replaced meanwhile is not judged", async () => {
  const disk = await anIndex();
  const manifest = (await readManifest(disk, DIR))!;
  const replaced = { ...manifest, segments: manifest.segments.slice(1) };
  // The merge comes between the first look at the manifest and the file.
  let looks = 0;
  const busy: Disk = {
    ...disk,
    async stat(path) {
      if (path.endsWith(FIRST) && ++looks === 1) {
        await writeManifest(disk, DIR, replaced);
        await disk.remove(path);
      }
      return disk.stat(path);
    },
  };
  expect(await verify(busy)).toEqual([]);
  expect(looks).toBe(1);
});

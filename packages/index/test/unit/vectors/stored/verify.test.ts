import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import type { IndexDamage } from "../../../../src/index-damage.ts";
import { verifyVectors } from "../../../../src/vectors/stored/verify.ts";
import { DIR, filesOf, flipBit, indexOn, patchFile, vectorsOf } from "../../../support/stored-vectors.ts";

/** Two segments of ten vectors; one vector of the second is deleted. */
async function aFolder(): Promise<Disk> {
  const { disk, open } = indexOn(memoryDisk());
  const index = await open();
  await index.setMany(vectorsOf(0, 10));
  await index.flush();
  await index.setMany(vectorsOf(10, 20));
  await index.flush();
  await index.delete(12);
  await index.close();
  return disk;
}

async function verify(disk: Disk): Promise<IndexDamage[]> {
  const found: IndexDamage[] = [];
  for await (const damage of verifyVectors({ dir: DIR, disk })) found.push(damage);
  return found;
}

test("nothing is wrong with vectors, nor with none", async () => {
  expect(await verify(await aFolder())).toEqual([]);
  expect(await verify(memoryDisk())).toEqual([]);
});

test("damage is told by file and offset", async () => {
  const disk = await aFolder();
  await patchFile(disk, "000001.vectors", (bytes) => flipBit(bytes, bytes.length - 1));
  await patchFile(disk, "000002.vectors", (bytes) => flipBit(bytes, 64 + 40 + 3));
  const recordBytes = 9 + 24;
  expect(await verify(disk)).toMatchObject([
    { file: "000001.vectors", offset: 64 + 40 + 160 + 9 * recordBytes },
    { file: "000002.vectors", offset: 64 + 40 },
  ]);
});

test("a file that is missing is damage", async () => {
  const disk = await aFolder();
  const dead = (await filesOf(disk)).find((name) => name.endsWith(".dead"));
  await disk.remove(`${DIR}/000001.vectors`);
  await disk.remove(`${DIR}/${dead}`);
  expect(await verify(disk)).toMatchObject([{ file: "000001.vectors" }, { file: dead }]);
});

test("what a writer has replaced meanwhile is not judged", async () => {
  const disk = await aFolder();
  let looks = 0;
  const busy: Disk = {
    ...disk,
    async stat(path) {
      if (path.endsWith("000001.vectors") && ++looks === 1) {
        const index = await indexOn(disk).open();
        for (let key = 0; key < 10; key++) await index.delete(key);
        await index.purge();
        await index.close();
      }
      return disk.stat(path);
    },
  };
  expect(await verify(busy)).toEqual([]);
  expect(looks).toBe(1);
});

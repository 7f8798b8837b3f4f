import { memoryDisk, toFrameId, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createAccessTable, type AccessTable } from "../../src/access-table.ts";
import { readAccessesFile, writeAccessesFile } from "../../src/accesses-file.ts";
import { bytesOf } from "../support/stores.ts";

const A = toFrameId("00000000000000aa");
const B = toFrameId("ffffffffffffffff");

function aTable(): AccessTable {
  const accesses = createAccessTable();
  accesses.add(A, { count: 3, last: 1_767_225_600_000 });
  accesses.add(B, { count: 1 });
  return accesses;
}

async function aDisk(): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir("/index");
  return disk;
}

async function put(disk: Disk, name: string, bytes: Uint8Array): Promise<void> {
  const file = await disk.open(`/index/${name}`, "create");
  await file.write(bytes, 0);
  await file.close();
}

test("what is written is read, 24 bytes for each memory", async () => {
  const disk = await aDisk();
  await writeAccessesFile(disk, "/index", { reach: 77, accesses: aTable() });
  expect((await disk.stat("/index/accesses.bin"))?.sizeBytes).toBe(24 + 2 * 24 + 4);
  const { reach, accesses } = await readAccessesFile(disk, "/index");
  expect([reach, accesses.size]).toEqual([77, 2]);
  expect(accesses.get(A)).toEqual({ count: 3, last: 1_767_225_600_000 });
  expect(accesses.get(B)).toEqual({ count: 1, last: undefined });
});

test("nothing is known without a file, of a damaged one, and of another version", async () => {
  const disk = await aDisk();
  await writeAccessesFile(disk, "/index", { reach: 77, accesses: aTable() });
  const size = (await disk.stat("/index/accesses.bin"))!.sizeBytes;
  const whole = new Uint8Array(size);
  const file = await disk.open("/index/accesses.bin", "read");
  await file.read(whole, 0);
  await file.close();
  for (let at = 0; at <= size; at++) {
    const other = await aDisk();
    if (at < size) {
      await put(
        other,
        "accesses.bin",
        whole.map((byte, place) => (place === at ? byte ^ 1 : byte)),
      );
    }
    const cut = await aDisk();
    await put(cut, "accesses.bin", whole.subarray(0, Math.min(at, size - 1)));
    for (const found of [other, cut]) {
      const { reach, accesses } = await readAccessesFile(found, "/index");
      expect([reach, accesses.size]).toEqual([0, 0]);
    }
  }
});

test("the file of an earlier version is read, and goes when a newer one is written", async () => {
  const disk = await aDisk();
  await put(
    disk,
    "accesses.json",
    bytesOf(`{"version":1,"reach":9,"accesses":{"${A}":[2,5],"no id":[1,1],"${B}":["x"]}}`),
  );
  const { reach, accesses } = await readAccessesFile(disk, "/index");
  expect([reach, accesses.size]).toEqual([9, 1]);
  expect(accesses.get(A)).toEqual({ count: 2, last: 5 });
  await writeAccessesFile(disk, "/index", { reach, accesses });
  expect(await disk.stat("/index/accesses.json")).toBeUndefined();
  expect((await readAccessesFile(disk, "/index")).accesses.get(A)).toEqual({ count: 2, last: 5 });
});

test.each(["", "{", "null", "[]", '{"version":2}', '{"version":1,"reach":"x","accesses":{}}'])(
  "an earlier file that holds %j says nothing",
  async (text) => {
    const disk = await aDisk();
    await put(disk, "accesses.json", bytesOf(text));
    expect(await readAccessesFile(disk, "/index")).toMatchObject({ reach: 0 });
  },
);

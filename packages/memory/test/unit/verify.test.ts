import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import type { MemoryStore } from "../../src/index.ts";
import { storesOn } from "../support/stores.ts";

const SEGMENT = "/store/index/000001.segment";

/** A store on a disk of its own, with two memories and an access to one of them. */
async function aStore(): Promise<{ disk: Disk; withStore: ReturnType<typeof storesOn> }> {
  const disk = memoryDisk();
  const withStore = storesOn(disk);
  await withStore(async (store) => {
    const { id } = await store.save("green tea");
    await store.save("brown bread");
    await store.get(id);
  });
  return { disk, withStore };
}

async function flip(disk: Disk, path: string, at: number): Promise<void> {
  const file = await disk.open(path, "write");
  const byte = new Uint8Array(1);
  await file.read(byte, at);
  byte[0]! ^= 1;
  await file.write(byte, at);
  await file.close();
}

async function wrongIn(store: MemoryStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { file, offset, kind } of store.verify()) found.push(`${file}:${offset} ${kind}`);
  return found;
}

test("a store is well, and so is one without an index", async () => {
  const { disk, withStore } = await aStore();
  expect(await withStore(wrongIn, { readOnly: true })).toEqual([]);
  for (const { name, type } of await disk.readdir("/store/index"))
    if (type === "file") await disk.remove(`/store/index/${name}`);
  expect(await withStore(wrongIn, { readOnly: true })).toEqual([]);
});

test("damage in the index is told by its path in the store, and the next opening that may write makes it again", async () => {
  const { disk, withStore } = await aStore();
  await flip(disk, SEGMENT, 12);
  expect(await withStore(wrongIn, { readOnly: true })).toEqual(["index/000001.segment:0 damaged-index"]);
  expect(await withStore(wrongIn)).toEqual(["index/000001.segment:0 damaged-index"]);
  await withStore(async () => undefined);
  await withStore(
    async (store) => {
      expect(await wrongIn(store)).toEqual([]);
      expect((await store.search("tea")).hits).toHaveLength(1);
      expect((await store.search("bread")).hits).toHaveLength(1);
    },
    { readOnly: true },
  );
});

test("damaged access counts are told; the touches are read instead, so none is lost", async () => {
  const { disk, withStore } = await aStore();
  await flip(disk, "/store/index/accesses.bin", 30);
  const readOnly = { readOnly: true };
  expect(await withStore(wrongIn, readOnly)).toEqual(["index/accesses.bin:0 damaged-index"]);
  const repaired = await withStore((store) => store.repair());
  expect(repaired).toEqual({ repaired: [], framesKept: 0, framesLost: 0, index: ["index/accesses.bin"] });
  expect(await withStore(wrongIn, readOnly)).toEqual([]);
  const { hits } = await withStore((store) => store.search("tea"), readOnly);
  const memory = await withStore((store) => store.get(hits[0]!.id), readOnly);
  expect(memory?.accessCount).toBeGreaterThan(1);
});

test("a repair makes a damaged index missing, and tells which files it was", async () => {
  const { disk, withStore } = await aStore();
  await flip(disk, SEGMENT, 12);
  expect((await withStore((store) => store.repair())).index).toEqual(["index/000001.segment"]);
  expect(await disk.stat("/store/index/manifest.json")).toBeUndefined();
  await withStore(async () => undefined);
  expect(await withStore(wrongIn)).toEqual([]);
});

test("it stops when it is told to", async () => {
  const { withStore } = await aStore();
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await withStore(async (store) => {
    const first = store.verify({ signal: controller.signal })[Symbol.asyncIterator]().next();
    await expect(first).rejects.toThrow("enough");
  });
});

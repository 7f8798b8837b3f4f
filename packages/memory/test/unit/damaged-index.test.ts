/** A damaged head of a section: what a session with it does, from opening to close. */
import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { storesOn } from "../support/stores.ts";

/** A store whose index has a head with a changed bit: opening does not look there. */
async function aStore(): Promise<{ disk: Disk; withStore: ReturnType<typeof storesOn> }> {
  const disk = memoryDisk();
  const withStore = storesOn(disk);
  await withStore(async (store) => {
    for (const text of ["green tea", "brown bread"]) await store.save(text);
  });
  const path = "/store/index/000001.segment";
  const file = await disk.open(path, "write");
  const byte = new Uint8Array(1);
  const at = (await file.size()) - 60;
  await file.read(byte, at);
  byte[0]! ^= 4;
  await file.write(byte, at);
  await file.close();
  return { disk, withStore };
}

test("a session that writes ends well, and the next one finds all", async () => {
  const { withStore } = await aStore();
  await withStore((store) => store.save("black coffee"));
  await withStore(async () => undefined);
  await withStore(async (store) => {
    expect((await store.search("tea bread coffee", { limit: 9 })).hits).toHaveLength(3);
    const found = [];
    for await (const violation of store.verify()) found.push(violation);
    expect(found).toEqual([]);
  });
});

test("a repair that follows a search which met the damage ends well", async () => {
  const { withStore } = await aStore();
  await withStore(async (store) => {
    await store.search("tea").catch(() => undefined);
    await store.repair();
  });
  await withStore(async (store) => expect((await store.search("tea")).hits).toHaveLength(1));
});

test("a verification tells of it, also when everything else has met it before", async () => {
  const { withStore } = await aStore();
  await withStore(
    async (store) => {
      expect(() => store.stats()).toThrow(expect.objectContaining({ code: "INDEX_DAMAGED" }));
      const found = [];
      for await (const { file, kind } of store.verify()) found.push(`${file} ${kind}`);
      expect(found).toEqual(["index/000001.segment damaged-index"]);
    },
    { readOnly: true },
  );
});

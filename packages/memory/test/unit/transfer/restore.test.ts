import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { restoreMemory } from "../../../src/index.ts";
import { readAll } from "../../support/log-lines.ts";
import { contentsOf, errorOf, storesOn, violationsOf } from "../../support/stores.ts";

test("a backup is a whole store with its vidmem.json, and becomes one again by restoring", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  const before = await open(async (store) => {
    const { id } = await store.save("Ada keeps bees.", { tags: ["bees"], embedding: [1, 0] });
    await store.save({ plan: "harvest" }, { namespace: "other" });
    await store.update(id, { importance: 0.9 });
    expect(await store.backup("/backup")).toMatchObject({ segments: 1 });
    expect((await store.status()).lastBackup).toMatchObject({ segments: 1 });
    const contents = await contentsOf(store);
    await store.save("after the backup");
    return contents;
  });
  expect((await disk.readdir("/backup")).map(({ name }) => name).toSorted()).toEqual(["shards", "vidmem.json"]);
  expect(await restoreMemory("/backup", "/restored", { disk })).toMatchObject({ linked: 0 });
  expect(await readAll(disk, "/restored/vidmem.json")).toBe(await readAll(disk, "/store/vidmem.json"));
  for (const dir of ["/restored", "/backup"]) {
    await open(
      async (store) => {
        expect(await contentsOf(store)).toEqual(before);
        expect((await store.search("bees")).hits).toHaveLength(1);
        expect(await violationsOf(store)).toEqual([]);
      },
      { dir },
    );
  }
});

test("nothing is overwritten, and what is no backup is no store", async () => {
  const disk = memoryDisk();
  await storesOn(disk)(async (store) => {
    await store.save("tea");
    expect(await errorOf(store.backup("/store"))).toMatchObject({ code: "FRAMES_TARGET_NOT_EMPTY" });
    await store.backup("/backup");
    expect(await errorOf(store.backup("/backup"))).toMatchObject({ code: "FRAMES_TARGET_NOT_EMPTY" });
  });
  const again = restoreMemory("/backup", "/store", { disk });
  expect(await errorOf(again)).toMatchObject({ code: "FRAMES_TARGET_NOT_EMPTY" });
  expect(await errorOf(restoreMemory("/nothing", "/new", { disk }))).toMatchObject({ code: "FRAMES_NOT_FOUND" });
});

import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemory, type MemoryStore } from "../../src/index.ts";
import { errorOf, NOW, storesOn, withStore } from "../support/stores.ts";

test("a missing folder is made, with its file", async () => {
  const disk = memoryDisk();
  await withStore(async (store) => expect(store.stats().memories).toBe(0), { dir: "/a/b/c", disk });
  expect((await disk.readdir("/a/b/c")).map(({ name }) => name)).toContain("vidmem.json");
});

test("a missing folder is not made for reading", async () => {
  const disk = memoryDisk();
  expect(await errorOf(openMemory({ dir: "/a", disk, readOnly: true }))).toMatchObject({ code: "FRAMES_NOT_FOUND" });
  expect(await disk.readdir("/")).toEqual([]);
});

test("a relative folder and its absolute name are the same store", async () => {
  const disk = memoryDisk();
  const parts = process.cwd().split("/").filter(Boolean);
  for (let depth = 1; depth <= parts.length; depth++) await disk.mkdir(`/${parts.slice(0, depth).join("/")}`);
  await withStore((store) => store.save("tea"), { dir: "memory", disk });
  await withStore(async (store) => expect(store.stats().memories).toBe(1), { dir: `${process.cwd()}/memory`, disk });
});

test("everything derived is the same after opening again", async () => {
  const open = storesOn();
  const before = await open(async (store) => {
    const { id } = await store.save("Ada keeps bees on the roof.", { session: "s", speaker: "Ada", tags: ["bees"] });
    await store.save("Bob has a boat.", { session: "s", speaker: "Bob", namespace: "other" });
    await store.update(id, { importance: 0.9 });
    const gone = await store.save("gone");
    await store.forget(gone.id);
    const { hits } = await store.search("who keeps bees?", { explain: true });
    return { hits, stats: derivedStatsOf(store) };
  });
  await open(async (store) => {
    expect(derivedStatsOf(store)).toEqual(before.stats);
    expect((await store.search("who keeps bees?", { explain: true })).hits).toEqual(before.hits);
  });
});

function derivedStatsOf(store: MemoryStore): object {
  const { memories, types, namespaces, sessions, terms } = store.stats();
  return { memories, types, namespaces, sessions, terms };
}

test("the same memory is known again after opening again", async () => {
  const open = storesOn();
  const first = await open((store) => store.save("tea"));
  expect(await open((store) => store.save("tea"))).toEqual({ id: first.id, duplicate: true });
});

test("a damaged store file stops the opening and lets the lock go", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  await open((store) => store.save("tea"));
  await disk.rename("/store/vidmem.json", "/store/kept");
  const file = await disk.open("/store/vidmem.json", "create");
  await file.write(new TextEncoder().encode("{"), 0);
  await file.close();
  for (let round = 0; round < 2; round++) {
    expect(await errorOf(openMemory({ dir: "/store", disk }))).toMatchObject({ code: "MEMORY_FORMAT" });
  }
  await disk.remove("/store/vidmem.json");
  await open(async (store) => expect(store.stats().memories).toBe(1));
});

test("a second writer in the same process is refused", async () => {
  const disk = memoryDisk();
  await storesOn(disk)(async () => {
    const second = await errorOf(openMemory({ dir: "/store", disk }));
    expect(second).toMatchObject({ code: "FRAMES_LOCKED", details: { pid: process.pid } });
  });
});

test("a reader sees the store as it was when it was opened", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  await open(async (writer) => {
    await writer.save("before");
    await open(
      async (reader) => {
        await writer.save("after");
        expect(reader.stats().memories).toBe(1);
        expect((await reader.search("after")).hits).toEqual([]);
      },
      { readOnly: true },
    );
    await open(async (reader) => expect(reader.stats().memories).toBe(2), { readOnly: true });
  });
});

test("the clock gives the time of saving", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    expect(await store.get(id)).toMatchObject({ timestamp: NOW, lastAccessed: NOW });
  });
});

test("unknown options are misuse", async () => {
  expect(await errorOf(openMemory({ dir: "/s", durabillity: "none" } as never))).toBeInstanceOf(TypeError);
});

import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemory, type MemoryInput } from "../../src/index.ts";
import { bytesOf, errorOf, NOW, storesOn, toArray } from "../support/stores.ts";

const CLOSED = { code: "MEMORY_CLOSED" };

async function openStore(disk = memoryDisk()) {
  return openMemory({ dir: "/store", disk, clock: () => NOW });
}

test("a closed store refuses every verb but close", async () => {
  const store = await openStore();
  const { id } = await store.save("tea");
  await store.close();
  await store.close();
  const refused = [
    store.save("x"),
    store.saveMany([]),
    store.get(id),
    store.search("tea"),
    store.context(id),
    store.update(id, {}),
    store.forget(id),
    store.export("/tmp/never"),
    store.import([]),
  ];
  for (const promise of refused) expect(await errorOf(promise)).toMatchObject(CLOSED);
  expect(() => store.timeline()).toThrow(expect.objectContaining(CLOSED));
  expect(() => store.stream()).toThrow(expect.objectContaining(CLOSED));
  expect(() => store.verify()).toThrow(expect.objectContaining(CLOSED));
  expect(() => store.stats()).toThrow(expect.objectContaining(CLOSED));
});

test("saves, updates and forgets under way are finished before the store closes", async () => {
  const disk = memoryDisk();
  const store = await openStore(disk);
  const { id } = await store.save("old");
  const other = await store.save("other");
  const saves = Array.from({ length: 50 }, (_, n) => store.save(`memory ${n}`));
  const update = store.update(id, { content: "new" });
  const forget = store.forget(other.id);
  const search = store.search("memory");
  await store.close();
  const saved = await Promise.all(saves);
  expect(await update).toMatchObject({ content: "new" });
  expect(await forget).toBe(true);
  expect((await search).hits).toBeInstanceOf(Array);
  await storesOn(disk)(async (reopened) => {
    expect(reopened.stats().memories).toBe(51);
    for (const { id } of saved) expect(await reopened.get(id)).toBeDefined();
  });
});

test("a bulk save whose source has stalled does not keep the store open", async () => {
  const disk = memoryDisk();
  const store = await openStore(disk);
  let next = (): void => undefined;
  async function* source(): AsyncGenerator<MemoryInput> {
    yield { content: "before" };
    await new Promise<void>((resolve) => (next = resolve));
    yield { content: "after" };
  }
  const bulk = errorOf(store.saveMany(source()));
  await expect.poll(() => store.stats().memories).toBe(1);
  await store.close();
  next();
  expect(await bulk).toMatchObject(CLOSED);
  await storesOn(disk)(async (reopened) => expect(reopened.stats().memories).toBe(1));
});

test("an import and an export under way end with MEMORY_CLOSED", async () => {
  const store = await openStore();
  await store.saveMany(Array.from({ length: 1000 }, (_, n) => ({ content: `memory ${n}` })));
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (let n = 0; ; n++) yield bytesOf(`{"content":"line ${n}"}\n`);
  }
  const imported = errorOf(store.import(endless()));
  const { PassThrough } = await import("node:stream");
  const exported = errorOf(store.export(new PassThrough({ highWaterMark: 1 }).on("data", () => undefined)));
  await store.close();
  expect(await imported).toMatchObject(CLOSED);
  expect(await exported).toMatchObject(CLOSED);
});

test("a listing that is open when the store closes ends with MEMORY_CLOSED", async () => {
  const store = await openStore();
  await store.saveMany([{ content: "a" }, { content: "b" }]);
  const timeline = store.timeline()[Symbol.asyncIterator]();
  await timeline.next();
  await store.close();
  expect(await errorOf(timeline.next())).toMatchObject(CLOSED);
});

test("breaking out of a listing frees it", async () => {
  const store = await openStore();
  await store.saveMany([{ content: "a" }, { content: "b" }]);
  for await (const memory of store.stream()) {
    expect(memory.content).toBe("a");
    break;
  }
  await store.close();
});

test("await using closes the store", async () => {
  const disk = memoryDisk();
  {
    await using store = await openStore(disk);
    await store.save("tea");
  }
  await storesOn(disk)(async (store) => expect(store.stats().memories).toBe(1));
});

test("accesses are written at close, and by the first verb that finds one waiting for a minute", async () => {
  const disk = memoryDisk();
  let now = NOW - 60_000;
  const open = storesOn(disk, { clock: () => now });
  const framesOf = () => open(async (store) => store.stats().log.frames, { readOnly: true });
  await open(async (store) => {
    await store.saveMany(Array.from({ length: 11 }, (_, n) => ({ content: `memory ${n}` })));
    const ids = (await toArray(store.stream())).map(({ id }) => id);
    for (const id of ids) await store.get(id);
    now = NOW;
    await store.get(ids[0]!);
  });
  expect(await framesOf()).toBe(13);
  await open(async (store) => {
    const [first, second] = await toArray(store.timeline({ limit: 2 }));
    expect(first).toMatchObject({ accessCount: 2, lastAccessed: NOW });
    expect(second).toMatchObject({ accessCount: 1 });
  });
  expect(await framesOf()).toBe(13);
});

test("accesses are not written by a store that may not write", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  const { id } = await open((store) => store.save("tea"));
  await open(async (store) => expect(await store.get(id)).toMatchObject({ accessCount: 1 }), { readOnly: true });
  await open(async (store) => expect(await store.get(id)).toMatchObject({ accessCount: 1 }));
});

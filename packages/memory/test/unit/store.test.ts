import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { errorOf, NOW, storesOn, violationsOf, withStore } from "../support/stores.ts";

test("the figures are those of the current memories", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("green tea", { session: "s" });
    await store.save("black tea", { type: "semantic", namespace: "other" });
    await store.update(id, { content: "white tea" });
    expect(store.stats()).toMatchObject({
      memories: 2,
      types: { episodic: 1, semantic: 1 },
      namespaces: ["default", "other"],
      sessions: 1,
      log: { frames: 3, readOnly: false, poisoned: false, durability: "each-save" },
    });
  });
});

test("a healthy store has nothing to report", async () => {
  await withStore(async (store) => {
    await store.saveMany([{ content: "a" }, { content: "b" }]);
    expect(await violationsOf(store)).toEqual([]);
    expect(store.recovery).toMatchObject({ clean: true });
    expect(store.dir).toBe("/store");
  });
});

test.each([
  "",
  "../../etc",
  "0123456789ABCDEF",
  "0123456789abcde",
  "0123456789abcdef0",
  "0123456789abcdef\n",
  "__proto__",
])("the id %j is misuse for every verb that takes one", async (id) => {
  await withStore(async (store) => {
    for (const verb of [store.get(id), store.context(id), store.update(id, {}), store.forget(id)]) {
      expect(await errorOf(verb)).toBeInstanceOf(TypeError);
    }
  });
});

test("ids that are no texts are misuse", async () => {
  await withStore(async (store) => {
    for (const id of [undefined, null, 5, {}, ["0123456789abcdef"]]) {
      expect(await errorOf(store.get(id as never))).toBeInstanceOf(TypeError);
    }
  });
});

test("a read-only store refuses every verb that writes, also when there would be nothing to write", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  const { id } = await open((store) => store.save("tea"));
  await open(
    async (store) => {
      const refused = [
        store.save("tea"),
        store.save("coffee"),
        store.saveMany([]),
        store.import([]),
        store.update("00000000000000aa", {}),
        store.forget("00000000000000aa"),
        store.forget(id),
      ];
      for (const verb of refused) expect(await errorOf(verb)).toMatchObject({ code: "FRAMES_READ_ONLY" });
      expect(await store.get(id)).toMatchObject({ content: "tea" });
      expect((await store.search("tea")).hits).toHaveLength(1);
    },
    { readOnly: true },
  );
});

test("every durability keeps what was saved when the store is closed", async () => {
  for (const durability of ["each-save", "interval", "none"] as const) {
    const open = storesOn(memoryDisk(), { durability, clock: () => NOW });
    await open((store) => store.save("tea"));
    await open(async (store) => expect(store.stats().memories).toBe(1));
  }
});

test("status, metrics and stats agree on how many memories there are, ghosts included", async () => {
  await withStore(async (store) => {
    await store.saveMany([{ content: "a" }, { content: "b", type: "ghost" }]);
    expect(store.stats().memories).toBe(2);
    expect((await store.status()).memories).toBe(2);
    expect(store.metrics()).toMatchObject({ vidmem_memories: 2 });
    expect(store).not.toHaveProperty("counts");
  });
});

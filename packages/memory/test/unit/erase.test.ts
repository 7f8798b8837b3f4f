import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { diskText } from "../support/disk-text.ts";
import { storesOn, tickingClock, toArray, violationsOf, withStore } from "../support/stores.ts";

test("erasing takes every version off the disk and says how many; the rest stays", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk, { clock: tickingClock() });
  const id = await open(async (store) => {
    const saved = await store.save("xyzzy first", { tags: ["plover"], metadata: { who: "plugh" } });
    await store.update(saved.id, { content: "xyzzy second" });
    await store.save("an ordinary memory");
    return saved.id;
  });
  await open(async (store) => {
    expect(await store.forget(id, { erase: true })).toMatchObject({ id, versions: 2 });
    expect(await store.get(id)).toBeUndefined();
    expect((await toArray(store.stream())).map(({ content }) => content)).toEqual(["an ordinary memory"]);
    expect(await violationsOf(store)).toEqual([]);
  });
  const text = await diskText(disk, "/store");
  expect(text).toContain("ordinary");
  for (const word of ["xyzzy", "plover", "plugh"]) expect(text).not.toContain(word);
});

test("no time of asking brings an erased memory back", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("xyzzy", { session: "s" });
      const then = clock.now;
      await store.forget(id, { erase: true });
      expect((await store.search("xyzzy", { asOf: then })).hits).toEqual([]);
      expect(await toArray(store.timeline({ asOf: then }))).toEqual([]);
    },
    { clock },
  );
});

test("a memory that was forgotten before can be erased; one that never was there cannot", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    await store.forget(id);
    expect(await store.forget(id, { erase: true })).toMatchObject({ id, versions: 1 });
    expect(await store.forget(id, { erase: true })).toBeUndefined();
    expect(await store.forget("00000000000000aa", { erase: true })).toBeUndefined();
  });
});

test("what was erased can be saved again as a new memory", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    await store.forget(id, { erase: true });
    const again = await store.save("tea");
    expect(again.duplicate).toBe(false);
    expect(again.id).not.toBe(id);
  });
});

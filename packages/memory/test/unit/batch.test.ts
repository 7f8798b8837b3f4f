import { expect, test } from "vitest";
import { errorOf, withStore } from "../support/stores.ts";

test("many are read in the order of their ids, absent ones included, each counted as an access", async () => {
  await withStore(async (store) => {
    const { id: a } = await store.save("a");
    const { id: b } = await store.save("b");
    const memories = await store.getMany([b, "00000000000000aa", a, b]);
    expect(memories.map((memory) => memory?.content)).toEqual(["b", undefined, "a", "b"]);
    expect(memories[3]).toMatchObject({ accessCount: 2 });
    expect(await store.getMany([])).toEqual([]);
  });
});

test("many are forgotten, ghosts too, and it is told how many were there", async () => {
  await withStore(async (store) => {
    const saved = await Promise.all(Array.from({ length: 300 }, (_, n) => store.save(`memory ${n}`)));
    const ghost = await store.save("boo", { type: "ghost" });
    const ids = [...saved.map(({ id }) => id), ghost.id, saved[0]!.id, "00000000000000aa"];
    expect(await store.forgetMany(ids)).toEqual({ forgotten: 301, absent: 2 });
    expect(store.stats().memories).toBe(0);
  });
});

test("an id that is none is misuse before anything is forgotten", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("a");
    expect(await errorOf(store.forgetMany([id, "nonsense"]))).toBeInstanceOf(TypeError);
    expect(await errorOf(store.getMany(["nonsense"]))).toBeInstanceOf(TypeError);
    expect(await store.get(id)).toBeDefined();
  });
});

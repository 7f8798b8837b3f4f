import { expect, test } from "vitest";
import type { MemoryStore } from "../../../src/index.ts";
import { errorOf, storesOn, tickingClock, toArray, withStore } from "../../support/stores.ts";

const workingOf = async (store: MemoryStore, namespace = "default"): Promise<string[]> =>
  (await toArray(store.stream({ types: ["working"], namespace }))).map(({ content }) => content as string);

const saveWorking = async (store: MemoryStore, ...contents: string[]): Promise<string[]> => {
  const ids: string[] = [];
  for (const content of contents) ids.push((await store.save(content, { type: "working" })).id);
  return ids;
};

test("the 101st working memory pushes out the least recently used one", async () => {
  await withStore(
    async (store) => {
      const ids = await saveWorking(store, ...Array.from({ length: 100 }, (_, n) => `note ${n}`));
      await store.get(ids[0]!);
      await saveWorking(store, "one more");
      expect(await store.get(ids[0]!)).toBeDefined();
      expect(await store.get(ids[1]!)).toBeUndefined();
      expect(await workingOf(store)).toHaveLength(100);
    },
    { clock: tickingClock() },
  );
});

test("what is pushed out is forgotten: no search and no listing finds it, asOf and a restart agree", async () => {
  const clock = tickingClock();
  const open = storesOn(undefined, { workingCapacity: 1, clock });
  const first = await open(async (store) => {
    const [id] = await saveWorking(store, "teapot");
    const then = clock.now;
    await saveWorking(store, "kettle");
    expect((await store.search("teapot")).hits).toEqual([]);
    expect((await store.search("teapot", { asOf: then })).hits).toMatchObject([{ id }]);
    return id!;
  });
  await open(async (store) => {
    expect(await store.get(first)).toBeUndefined();
    expect(await workingOf(store)).toEqual(["kettle"]);
  });
});

test.each(["reading", "saving again", "updating"])("%s is a use, searching is none", async (use) => {
  await withStore(
    async (store) => {
      const [a] = await saveWorking(store, "a", "b");
      await store.search("b");
      if (use === "reading") await store.get(a!);
      else if (use === "saving again") await saveWorking(store, "a");
      else await store.update(a!, { importance: 0.6 });
      await saveWorking(store, "c");
      expect((await workingOf(store)).toSorted()).toEqual(["a", "c"]);
    },
    { workingCapacity: 2, clock: tickingClock() },
  );
});

test("a restart keeps the working memories and the order of their use", async () => {
  const open = storesOn(undefined, { workingCapacity: 3, clock: tickingClock() });
  const [a] = await open((store) => saveWorking(store, "a", "b", "c"));
  await open((store) => store.get(a!));
  await open(async (store) => {
    await saveWorking(store, "d");
    expect(await workingOf(store)).toEqual(["a", "c", "d"]);
  });
});

test("a smaller capacity takes effect with the next save", async () => {
  const open = storesOn(undefined, { clock: tickingClock() });
  await open((store) => saveWorking(store, "a", "b", "c"));
  await open(
    async (store) => {
      expect(await workingOf(store)).toHaveLength(3);
      await saveWorking(store, "d");
      expect(await workingOf(store)).toEqual(["c", "d"]);
    },
    { workingCapacity: 2 },
  );
});

test("each namespace has a capacity of its own, and other types have none", async () => {
  await withStore(
    async (store) => {
      for (const namespace of ["x", "y"]) await store.save("tea", { type: "working", namespace });
      for (const content of ["a", "b"]) await store.save(content, { namespace: "x" });
      expect(await workingOf(store, "x")).toEqual(["tea"]);
      expect(await workingOf(store, "y")).toEqual(["tea"]);
      expect(store.stats().memories).toBe(4);
    },
    { workingCapacity: 1 },
  );
});

test("an update to working takes a place, an update from working gives it back", async () => {
  await withStore(
    async (store) => {
      const [a] = await saveWorking(store, "a");
      await store.update(a!, { type: "semantic" });
      await saveWorking(store, "b");
      const { id } = await store.save("c");
      await store.update(id, { type: "working" });
      expect(await workingOf(store)).toEqual(["c"]);
      expect(await store.get(a!)).toMatchObject({ type: "semantic" });
    },
    { workingCapacity: 1, clock: tickingClock() },
  );
});

test("many at once and in bulk never leave more than the capacity", async () => {
  await withStore(
    async (store) => {
      await Promise.all(Array.from({ length: 30 }, (_, n) => store.save(`at once ${n}`, { type: "working" })));
      expect(await workingOf(store)).toHaveLength(5);
      await store.saveMany(Array.from({ length: 30 }, (_, n) => ({ content: `bulk ${n}`, type: "working" as const })));
      expect(await workingOf(store)).toEqual([25, 26, 27, 28, 29].map((n) => `bulk ${n}`));
    },
    { workingCapacity: 5, clock: tickingClock() },
  );
});

test.each([0, 1.5, Number.NaN, "3"])("a capacity of %s is misuse", async (workingCapacity) => {
  const opening = withStore(async () => undefined, { workingCapacity: workingCapacity as number });
  expect((await errorOf(opening)).message).toMatch(/^workingCapacity /);
});

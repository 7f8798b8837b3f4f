import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { errorOf, storesOn, tickingClock, toArray, withStore } from "../support/stores.ts";

test("an update keeps id, time, namespace and place in the conversation", async () => {
  await withStore(
    async (store) => {
      const turns = ["one", "two", "three"];
      const ids: string[] = [];
      for (const turn of turns) ids.push((await store.save(turn, { session: "s", namespace: "n" })).id);
      const before = await store.get(ids[1]!);
      const after = await store.update(ids[1]!, { content: "deux" });
      expect(after).toMatchObject({ id: before!.id, timestamp: before!.timestamp, namespace: "n", content: "deux" });
      expect((await store.context(ids[0]!)).map(({ content }) => content)).toEqual(["one", "deux", "three"]);
    },
    { clock: tickingClock() },
  );
});

test("every field of a patch changes, null clears session and speaker", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea", { session: "s", speaker: "Ada" });
    await store.update(id, { type: "semantic", tags: ["a"], importance: 1, session: null, speaker: "Bob" });
    const memory = await store.get(id);
    expect(memory).toMatchObject({ content: "tea", type: "semantic", tags: ["a"], importance: 1, speaker: "Bob" });
    expect(memory).not.toHaveProperty("session");
  });
});

test("metadata is merged: null removes, undefined leaves alone, a stored null of another key stays", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea", { metadata: { a: 1, b: 2, c: null, constructor: null } });
    await store.update(id, { metadata: { a: null, b: undefined as never, d: 4 } });
    expect((await store.get(id))?.metadata).toEqual({ b: 2, c: null, constructor: null, d: 4 });
  });
});

test("a key __proto__ in a patch changes no prototype", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    await store.update(id, { metadata: JSON.parse('{"__proto__":{"polluted":true}}') as never });
    expect(JSON.stringify((await store.get(id))?.metadata)).toBe('{"__proto__":{"polluted":true}}');
  });
});

test("a new content is found by its words, the old one no longer, and by asOf again", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("a green teapot");
      const then = clock.now;
      await store.update(id, { content: "a blue kettle" });
      expect((await store.search("teapot")).hits).toEqual([]);
      expect((await store.search("kettle")).hits).toMatchObject([{ id, content: "a blue kettle" }]);
      expect((await store.search("teapot", { asOf: then })).hits).toMatchObject([{ id, content: "a green teapot" }]);
    },
    { clock },
  );
});

test("a new content drops the vector of the old one", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea", { embedding: [1, 0] });
    await store.update(id, { importance: 1 });
    expect((await store.search({ embedding: [1, 0] })).hits[0]?.score).toBeCloseTo(1);
  });
});

test("concurrent updates all count", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.update(id, { metadata: { [`k${n}`]: n } })));
    expect(Object.keys((await store.get(id))!.metadata)).toHaveLength(20);
  });
});

test("an update and a forget at once leave no half memory", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  const { id } = await open((store) => store.save("tea"));
  await open(async (store) => {
    await Promise.all([
      store.update(id, { content: "coffee" }),
      store.forget(id),
      store.update(id, { content: "milk" }),
    ]);
    expect(await store.get(id)).toBeUndefined();
    expect(store.stats().memories).toBe(0);
  });
  await open(async (store) => expect(store.stats().memories).toBe(0));
});

test("of two forgets at once one finds the memory", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    const found = await Promise.all([store.forget(id), store.forget(id)]);
    expect(found.filter(Boolean)).toHaveLength(1);
    expect(store.stats().log.frames).toBe(2);
  });
});

test("a forgotten memory is in no listing and no search, only in asOf", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("tea", { session: "s" });
      const then = clock.now;
      expect(await store.forget(id)).toBe(true);
      expect(await store.get(id)).toBeUndefined();
      expect(await store.context(id)).toEqual([]);
      expect(await store.update(id, { content: "x" })).toBeUndefined();
      expect((await store.search("tea")).hits).toEqual([]);
      expect(await toArray(store.stream())).toEqual([]);
      expect(await toArray(store.timeline())).toEqual([]);
      expect(await toArray(store.timeline({ asOf: then }))).toMatchObject([{ id, content: "tea" }]);
    },
    { clock },
  );
});

test.each([
  [{ content: undefined, colour: "blue" }, 'update: "colour" cannot be changed'],
  [{ timestamp: 5 }, 'update: "timestamp" cannot be changed'],
  [{ type: null }, /^type /],
  [{ tags: "x" }, /^tags /],
  [{ metadata: [] }, /^metadata /],
  [{ content: 5n }, /^content /],
])("the patch %s is misuse, also for a memory that is not there", async (patch, message) => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    for (const target of [id, "00000000000000aa"]) {
      const error = await errorOf(store.update(target, patch as never));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(message);
    }
    expect(store.stats().log.frames).toBe(1);
  });
});

test("what the caller changes after the call is not in the update", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    const content = { drink: "coffee" };
    const updating = store.update(id, { content });
    content.drink = "poison";
    await updating;
    expect((await store.get(id))?.content).toEqual({ drink: "coffee" });
  });
});

test("a content at the deepest level that is allowed can be updated to and opened again", async () => {
  const open = storesOn();
  let content: unknown = 1;
  for (let depth = 0; depth < 100; depth++) content = [content];
  const id = await open(async (store) => {
    const saved = await store.save("tea");
    await store.update(saved.id, { content: content as never });
    return saved.id;
  });
  await open(async (store) => expect((await store.get(id))?.content).toEqual(content));
});

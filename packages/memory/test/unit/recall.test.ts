import { expect, test } from "vitest";
import type { Json, MemoryStore, SearchQuery } from "../../src/index.ts";
import { errorOf, tickingClock, toArray, withStore } from "../support/stores.ts";

async function fill(store: MemoryStore): Promise<void> {
  await store.saveMany([
    {
      content: "Ada keeps bees on the roof.",
      session: "s1",
      speaker: "Ada",
      tags: ["bees", "roof"],
      timestamp: 300,
      importance: 0.9,
    },
    {
      content: "Bob sails on Sunday.",
      session: "s1",
      speaker: "Bob",
      tags: ["boat"],
      timestamp: 100,
      type: "semantic",
    },
    { content: "The bees made honey.", session: "s2", speaker: "Ada", tags: ["bees"], timestamp: 200, importance: 0.1 },
    { content: "Bees in another house.", namespace: "other", tags: ["bees"], timestamp: 250 },
  ]);
}

const headOf = ({ content }: { content: Json }): string => (typeof content === "string" ? content.slice(0, 3) : "");

const contents = async (items: AsyncIterable<{ content: Json }>): Promise<string[]> =>
  (await toArray(items)).map(headOf);

test("a timeline is by time of happening, a stream by order of saving", async () => {
  await withStore(async (store) => {
    await fill(store);
    expect(await contents(store.timeline())).toEqual(["Bob", "The", "Ada"]);
    expect(await contents(store.timeline({ order: "newest-first", limit: 2 }))).toEqual(["Ada", "The"]);
    expect(await contents(store.timeline({ namespace: "other" }))).toEqual(["Bee"]);
    expect(await contents(store.stream())).toEqual(["Ada", "Bob", "The", "Bee"]);
  });
});

test.each([
  [{ tags: ["bees"] }, ["Ada", "The"]],
  [{ tags: ["bees", "roof"] }, ["Ada"]],
  [{ types: ["semantic" as const] }, ["Bob"]],
  [{ session: "s1" }, ["Ada", "Bob"]],
  [{ speaker: "Ada", session: "s2" }, ["The"]],
  [{ after: 200, before: 300 }, ["The"]],
  [{ after: "1970-01-01T00:00:00.200Z" }, ["Ada", "The"]],
  [{ minImportance: 0.9 }, ["Ada"]],
  [{ session: "unknown" }, []],
])("the filter %j means the same to stream, timeline and search", async (filter, expected) => {
  await withStore(async (store) => {
    await fill(store);
    const filtered = { ...filter, namespace: "default" };
    expect((await contents(store.stream(filtered))).toSorted()).toEqual(expected);
    expect((await contents(store.timeline(filtered))).toSorted()).toEqual(expected);
    const { hits } = await store.search("Ada Bob bees", { ...filtered, limit: 100 });
    expect(hits.map(headOf).toSorted()).toEqual(expected);
  });
});

test("a search sees one namespace, or all of them by *", async () => {
  await withStore(async (store) => {
    await fill(store);
    const spaces = (await store.search("bees")).hits.map(({ namespace }) => namespace);
    expect(new Set(spaces)).toEqual(new Set(["default"]));
    expect((await store.search("bees", { namespace: "other" })).hits).toHaveLength(1);
    expect((await store.search("bees", { namespace: "*" })).hits.map(({ namespace }) => namespace)).toContain("other");
    expect((await store.search("bees", { namespace: "unknown" })).hits).toEqual([]);
  });
});

test("a hit shows the memory and, when asked, why", async () => {
  await withStore(async (store) => {
    await fill(store);
    const { hits, tookMs } = await store.search("honey", { explain: true, limit: 1 });
    expect(tookMs).toBeGreaterThan(0);
    expect(hits[0]).toMatchObject({ content: "The bees made honey.", session: "s2", speaker: "Ada", metadata: {} });
    expect(hits[0]?.why?.terms).toMatchObject([{ term: "honey" }]);
    expect((await store.search("honey")).hits[0]).not.toHaveProperty("why");
  });
});

test("a search finds what was saved the moment before", async () => {
  await withStore(async (store) => {
    for (let n = 0; n < 50; n++) {
      const { id } = await store.save(`the code word is zebra${n}`);
      expect((await store.search(`zebra${n}`, { limit: 1 })).hits[0]?.id).toBe(id);
    }
  });
});

test("a search by vector finds the nearest", async () => {
  await withStore(async (store) => {
    await store.save("east", { embedding: [1, 0] });
    await store.save("north", { embedding: [0, 1] });
    expect((await store.search({ embedding: [0.1, 0.9] }, { limit: 1 })).hits).toMatchObject([{ content: "north" }]);
  });
});

test("reading by id counts, listing and searching do not", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    await toArray(store.stream());
    await toArray(store.timeline());
    await store.search("tea");
    expect(await store.get(id)).toMatchObject({ accessCount: 1 });
    expect(await store.get(id)).toMatchObject({ accessCount: 2 });
  });
});

test("an id that nobody has gives undefined", async () => {
  await withStore(async (store) => {
    expect(await store.get("00000000000000aa")).toBeUndefined();
    expect(await store.context("00000000000000aa")).toEqual([]);
    expect(await store.forget("00000000000000aa")).toBe(false);
  });
});

test("the context of a turn is the turns around it, as many as asked for", async () => {
  await withStore(async (store) => {
    const ids: string[] = [];
    for (let n = 0; n < 9; n++) ids.push((await store.save(`turn ${n}`, { session: "s" })).id);
    await store.forget(ids[3]!);
    const around = async (turns?: { before?: number; after?: number }): Promise<unknown[]> =>
      (await store.context(ids[4]!, turns)).map(({ content }) => content);
    expect(await around()).toEqual(["turn 1", "turn 2", "turn 4", "turn 5", "turn 6"]);
    expect(await around({ before: 0, after: 1 })).toEqual(["turn 4", "turn 5"]);
    expect(await around({ before: 99, after: 0 })).toEqual(["turn 0", "turn 1", "turn 2", "turn 4"]);
    expect((await store.context((await store.save("alone")).id)).map(({ content }) => content)).toEqual(["alone"]);
  });
});

test("a stream goes on while memories are saved, and shows none twice", async () => {
  await withStore(
    async (store) => {
      await store.saveMany(Array.from({ length: 500 }, (_, n) => ({ content: `memory ${n}` })));
      const seen: string[] = [];
      for await (const { id } of store.stream()) {
        seen.push(id);
        if (seen.length % 50 === 0) await store.save(`another ${seen.length}`);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(500);
    },
    { clock: tickingClock() },
  );
});

test("an abort ends a listing with its reason", async () => {
  await withStore(async (store) => {
    await fill(store);
    const signal = AbortSignal.abort(new Error("enough"));
    expect((await errorOf(toArray(store.stream({ signal })))).message).toBe("enough");
    expect((await errorOf(toArray(store.timeline({ signal })))).message).toBe("enough");
    expect((await errorOf(store.search("bees", { signal }))).message).toBe("enough");
  });
});

test.each<[SearchQuery, object, typeof TypeError | typeof RangeError]>([
  [5 as never, {}, TypeError],
  [null as never, {}, TypeError],
  [{ embedding: [] }, {}, TypeError],
  ["x", { limit: 0 }, RangeError],
  ["x", { limit: Number.NaN }, RangeError],
  ["x", { limit: 10_001 }, RangeError],
  ["x", { after: "garbage" }, TypeError],
  ["x", { asOf: Number.POSITIVE_INFINITY }, RangeError],
])("searching for %j with %j is misuse", async (query, options, type) => {
  await withStore(async (store) => {
    await fill(store);
    expect(await errorOf(store.search(query, options))).toBeInstanceOf(type);
  });
});

test("a search without words gives what passes the filters by importance, the newest first among equals", async () => {
  await withStore(
    async (store) => {
      for (const [content, importance, tag] of [
        ["low", 0.2, "a"],
        ["high", 0.9, "a"],
        ["old", 0.5, "a"],
        ["new", 0.5, "a"],
        ["other", 1, "b"],
      ] as const)
        await store.save(content, { importance, tags: [tag] });
      const { hits } = await store.search({}, { tags: ["a"], minImportance: 0.5, limit: 3 });
      expect(hits.map(({ content }) => content)).toEqual(["high", "new", "old"]);
      expect(hits[0]?.score).toBeCloseTo(0.9);
    },
    { clock: tickingClock() },
  );
});

test.each([-1, Number.NaN])("a timeline of at most %d is misuse", async (limit) => {
  await withStore(async (store) => {
    expect(await errorOf(toArray(store.timeline({ limit })))).toBeInstanceOf(RangeError);
  });
});

import { expect, test } from "vitest";
import type { MemoryStore } from "../../src/index.ts";
import { storesOn, toArray } from "../support/stores.ts";

const TEXTS = ["green tea in the morning", "tea that is green", "black coffee", "milk with green tea leaves"];

async function filled(store: MemoryStore): Promise<MemoryStore> {
  for (const [at, text] of TEXTS.entries()) {
    await store.save(text, {
      tags: at % 2 === 0 ? ["even"] : [],
      speaker: at < 2 ? "Ada" : "Ben",
      timestamp: at * 1000,
    });
  }
  return store;
}

async function found(store: MemoryStore, query: string, options = {}): Promise<string[]> {
  return (await store.search(query, options)).hits
    .flatMap(({ content }) => (typeof content === "string" ? [content] : []))
    .toSorted();
}

test("a phrase asks for its words in a row, an exclusion takes answers away, a filter narrows", async () => {
  await storesOn()(async (empty) => {
    const store = await filled(empty);
    expect(await found(store, '"green tea"')).toEqual([TEXTS[0], TEXTS[3]]);
    expect(await found(store, "tea -milk")).toEqual([TEXTS[0], TEXTS[1]]);
    expect(await found(store, "tea tag:even")).toEqual([TEXTS[0]]);
    expect(await found(store, "tea speaker:Ben")).toEqual([TEXTS[3]]);
    expect(await found(store, "tea speaker:Ben", { speaker: "Ada" })).toEqual([]);
  });
});

test("filters alone list what passes; words alone are words", async () => {
  await storesOn()(async (empty) => {
    const store = await filled(empty);
    expect(await found(store, "tag:even")).toEqual([TEXTS[2], TEXTS[0]]);
    expect(await found(store, "tea -milk", { syntax: "words" })).toEqual([TEXTS[0], TEXTS[3], TEXTS[1]]);
  });
});

test("as many answers as are wanted are found behind those that fail the test", async () => {
  await storesOn()(async (store) => {
    for (let at = 0; at < 120; at++) await store.save(`tea tea tea ${at}`, { tags: ["no"] });
    await store.save("tea at last");
    expect(await found(store, "tea -tag:no", { limit: 1 })).toEqual(["tea at last"]);
  });
});

test("nothing found: words that nobody wrote come with what they may have meant", async () => {
  await storesOn()(async (empty) => {
    const store = await filled(empty);
    const { hits, suggestions } = await store.search("cofee");
    expect(hits).toEqual([]);
    expect(suggestions).toEqual([{ word: "cofee", suggestions: ["coffee"] }]);
    expect(await store.search("coffee")).not.toHaveProperty("suggestions");
  });
});

test("a stream gives the same answers, one by one", async () => {
  await storesOn()(async (empty) => {
    const store = await filled(empty);
    const { hits } = await store.search("green tea");
    expect(await toArray(store.searchStream("green tea"))).toEqual(hits);
    for await (const hit of store.searchStream("green tea")) {
      expect(hit).toEqual(hits[0]);
      break;
    }
  });
});

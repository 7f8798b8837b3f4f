import { describe, expect, test } from "vitest";
import { createMemoryIndex, type MemoryIndex } from "../../src/memory-index.ts";
import { aDocument, anIndex, DAY_MS, FIRST_DAY_MS } from "../documents.ts";

describe("versions", () => {
  test("a replaced version is gone now and back as of before", async () => {
    const index = anIndex([aDocument(0, "green tea")]);
    index.add(aDocument(5, "black tea"), { replaces: { ref: 0, namespace: "default" } });
    expect(await found(index, { text: "tea" })).toEqual([5]);
    expect(await found(index, { text: "tea", asOf: at(5) - 1 })).toEqual([0]);
    expect(await found(index, { text: "tea", asOf: at(5) })).toEqual([5]);
    expect(await found(index, { text: "green" })).toEqual([]);
  });

  test("as of before everything there is nothing, as of the end of time all", async () => {
    const index = anIndex([aDocument(0, "tea")]);
    for (const asOf of [at(0) - 1, Number.NEGATIVE_INFINITY, Number.NaN]) {
      expect(await found(index, { text: "tea", asOf })).toEqual([]);
      expect([...index.select({ asOf })]).toEqual([]);
    }
    expect(await found(index, { text: "tea", asOf: Number.POSITIVE_INFINITY })).toEqual([0]);
  });

  test("a memory that moves to another session leaves the first", async () => {
    const index = anIndex(
      ["tea", "milk", "bread"].map((text, ref) => aDocument(ref, text, { session: ref < 2 ? "a" : "b" })),
    );
    index.add(aDocument(3, "tea", { session: "b" }), { replaces: { ref: 0, namespace: "default" } });
    expect(index.around(2, "default", { before: 9, after: 9 })).toEqual([2, 3]);
    expect(index.around(1, "default", { before: 9, after: 9 })).toEqual([1]);
    expect((await found(index, { text: "tea" })).toSorted((a, b) => a - b)).toEqual([2, 3]);
  });

  test("a memory that moves to another namespace leaves the first", async () => {
    const index = anIndex([aDocument(0, "tea", { session: "a" })]);
    index.add(aDocument(1, "tea", { session: "a", namespace: "other" }), {
      replaces: { ref: 0, namespace: "default" },
    });
    expect(await found(index, { text: "tea" })).toEqual([]);
    expect(await found(index, { text: "tea", namespace: "other" })).toEqual([1]);
    expect(index.stats().namespaces).toEqual(["other"]);
    expect(await found(index, { text: "tea", asOf: at(0) })).toEqual([0]);
  });

  test("a version that replaces what nobody knows is a new one", async () => {
    const index = anIndex([aDocument(0, "tea", { session: "a" })]);
    index.add(aDocument(1, "tea", { session: "a" }), { replaces: { ref: 77, namespace: "nowhere" } });
    expect(index.around(1, "default", { before: 1, after: 0 })).toEqual([0, 1]);
    expect(index.stats()).toMatchObject({ documents: 2, namespaces: ["default"] });
  });

  test("removing what nobody knows, or twice, changes nothing", async () => {
    const index = anIndex([aDocument(0, "tea")]);
    index.remove(77, "default", at(1));
    index.remove(0, "nowhere", at(1));
    expect(await found(index, { text: "tea" })).toEqual([0]);
    index.remove(0, "default", at(1));
    index.remove(0, "default", at(9));
    expect(await found(index, { text: "tea" })).toEqual([]);
    expect(await found(index, { text: "tea", asOf: at(3) })).toEqual([]);
  });

  test("verbs may be borrowed by another object", async () => {
    const index: MemoryIndex = { ...anIndex([aDocument(0, "tea")]) };
    index.add(aDocument(1, "tea"), { replaces: { ref: 0, namespace: "default" } });
    index.remove(1, "default", at(2));
    expect(await index.search({ text: "tea" })).toEqual([]);
  });
});

describe("namespaces", () => {
  test("one's words never change another's ranking", async () => {
    const index = anIndex([aDocument(0, "green tea"), aDocument(1, "milk")]);
    const before = await index.search({ text: "tea" });
    for (let ref = 2; ref < 50; ref++) index.add(aDocument(ref, "tea tea", { namespace: "other", speaker: "Tea" }));
    expect(await index.search({ text: "tea" })).toEqual(before);
  });

  test("a star asks and lists all, and one that is not there answers nothing", async () => {
    const index = anIndex(["a", "b", "a"].map((namespace, ref) => aDocument(ref, "tea", { namespace })));
    expect((await found(index, { text: "tea", namespace: "*" })).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
    expect(await found(index, { text: "tea", namespace: "*", limit: 1 })).toHaveLength(1);
    expect([...index.select({ namespace: "*" })]).toEqual([0, 1, 2]);
    expect(await found(index, { text: "tea" })).toEqual([]);
    expect([...index.select({})]).toEqual([]);
    expect(index.around(0, "nowhere", { before: 1, after: 1 })).toEqual([]);
    expect(await found(createMemoryIndex({ readText: async () => "" }), { text: "tea", namespace: "*" })).toEqual([]);
  });
});

describe("select", () => {
  test("by time, equal times by reference", () => {
    const times = [30, 10, 20, 10];
    expect([...anIndex(times.map((timestamp, ref) => aDocument(ref, "x", { timestamp }))).select({})]).toEqual([
      1, 3, 2, 0,
    ]);
  });
});

describe("stats", () => {
  test("counts what is current", () => {
    const index = anIndex([
      aDocument(0, "green tea", { session: "a", type: "fact" }),
      aDocument(1, "milk", { session: "b" }),
      aDocument(2, "milk", { namespace: "other" }),
    ]);
    index.remove(1, "default", at(5));
    const namespaces = ["default", "other"];
    expect(index.stats()).toEqual({
      documents: 2,
      namespaces,
      types: { fact: 1, note: 1 },
      sessions: 1,
      terms: 4,
      vectors: 0,
    });
  });

  test("names of object properties are names like others, everywhere", async () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const index = createMemoryIndex({ readText: async () => "" });
    for (const [ref, name] of names.entries()) {
      index.add(aDocument(ref, name, { type: name, tags: [name], session: name, speaker: name, namespace: name }));
    }
    expect(Object.entries(index.stats().types)).toEqual(names.map((name) => [name, 1]));
    expect(index.stats().namespaces).toEqual(names);
    for (const [ref, name] of names.entries()) {
      const filter = { namespace: name, types: [name], tags: [name], session: name, speaker: name };
      expect(await found(index, { text: name, ...filter })).toEqual([ref]);
      expect([...index.select({ namespace: name, session: names[(ref + 1) % 4] })]).toEqual([]);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

test.each([0, -1, 1.5, 10_001, Number.NaN, Number.POSITIVE_INFINITY])("a limit of %s is refused", async (limit) => {
  await expect(anIndex([]).search({ text: "tea", limit })).rejects.toThrow(RangeError);
});

test("an empty question, and one of nothing but marks, find nothing", async () => {
  const index = anIndex([aDocument(0, "tea?"), aDocument(1, "")]);
  expect(await found(index, { text: "" })).toEqual([]);
  expect(await found(index, { text: "?!…" })).toEqual([]);
});

function at(day: number): number {
  return FIRST_DAY_MS + day * DAY_MS;
}

async function found(index: MemoryIndex, query: Parameters<MemoryIndex["search"]>[0]): Promise<number[]> {
  return (await index.search(query)).map(({ ref }) => ref);
}

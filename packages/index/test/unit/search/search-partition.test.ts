import { describe, expect, test } from "vitest";
import type { IndexDocument, SearchMode } from "../../../src/document.ts";
import type { MemoryIndex } from "../../../src/memory-index.ts";
import { aDocument, anIndex, DAY_MS, FIRST_DAY_MS } from "../../documents.ts";

describe("equal scores", () => {
  test("the newer session first, inside a session the earlier turn", async () => {
    const sessions = ["old", "old", "new", "new"];
    const index = anIndex(sessions.map((session, ref) => aDocument(ref, "tea", { session })));
    expect(await refs(index, "tea")).toEqual([2, 3, 0, 1]);
  });

  test("a corrected turn keeps its place in the conversation", async () => {
    const index = anIndex([0, 1].map((ref) => aDocument(ref, "tea", { session: "s" })));
    index.add(aDocument(2, "tea", { session: "s" }), { replaces: { ref: 0, namespace: "default" } });
    expect(await refs(index, "tea")).toEqual([2, 1]);
  });

  test("outside a session the newer document first, at the same time the first added", async () => {
    const times = [10, 30, 20, 30, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const index = anIndex(times.map((timestamp, ref) => aDocument(ref, "tea", { timestamp })));
    expect(await refs(index, "tea")).toEqual([4, 5, 1, 3, 2, 0]);
  });

  test("documents whose time is no number are found too", async () => {
    const index = anIndex([
      aDocument(0, "tea", { timestamp: Number.NaN }),
      aDocument(1, "tea", { timestamp: Number.NaN }),
    ]);
    expect((await refs(index, "tea")).toSorted((a, b) => a - b)).toEqual([0, 1]);
  });
});

describe("modes", () => {
  const documents = [
    aDocument(0, "green tea", { embedding: Float32Array.of(1, 0) }),
    aDocument(1, "black coffee", { embedding: Float32Array.of(0, 1) }),
    aDocument(2, "tea and coffee", { embedding: Float32Array.of(1, 1) }),
  ];
  const embedding = Float32Array.of(0, 3);

  test("auto without an embedder is lexical, and hybrid when the question brings its vector", async () => {
    const index = anIndex(documents);
    expect(await ranked(index, "auto")).toEqual([0, 2]);
    expect(await ranked(index, "auto", embedding)).toHaveLength(3);
    expect(await ranked(index, "lexical", embedding)).toEqual([0, 2]);
  });

  test("a question without text goes by its vector, whatever the mode", async () => {
    const hits = await anIndex(documents).search({ embedding, mode: "lexical", explain: true });
    expect(hits.map(({ ref }) => ref)).toEqual([1, 2, 0]);
    expect(hits[0]).toMatchObject({ score: 1, why: { cosine: 1 } });
  });

  test("hybrid joins seven tenths of the words and three of the vectors", async () => {
    const hits = await anIndex(documents).search({ text: "green tea", embedding, mode: "hybrid" });
    const scores = new Map(hits.map(({ ref, score }) => [ref, score]));
    expect(scores.get(0)).toBeCloseTo(0.7, 6);
    expect(scores.get(1)).toBeCloseTo(0.3, 6);
  });

  test("vectors and cosines of one partition are made once", async () => {
    let asked = 0;
    const embedder = {
      name: "one",
      dimensions: 1,
      embed: async (texts: readonly string[]) => ((asked += texts.length), texts.map(() => Float32Array.of(1))),
    };
    const index = anIndex([aDocument(0, "tea"), aDocument(1, "milk")], { embedder });
    await index.search({ text: "tea" });
    await index.search({ text: "tea" });
    expect(asked).toBe(4);
    expect(index.stats().vectors).toBe(2);
  });

  test("classic follows the seed: recency first, and only what matches", async () => {
    const clock = (): number => FIRST_DAY_MS + 100 * DAY_MS;
    const old = aDocument(0, "red door red house", {});
    const young = aDocument(99, "red", {});
    const index = anIndex([old, young, aDocument(98, "blue")], { clock });
    const hits = await index.search({ text: "red door", mode: "classic", explain: true });
    expect(hits.map(({ ref }) => ref)).toEqual([99, 0]);
    expect(hits[0]!.score).toBeCloseTo(2 / 1.1, 12);
    expect(hits[1]!.score).toBeCloseTo(14 / 11, 12);
    expect(hits[0]!.why).toEqual({});
  });

  test("classic reads no version that ended", async () => {
    const read: number[] = [];
    const index = anIndex([aDocument(0, "tea"), aDocument(1, "tea")], {
      readText: async (ref) => (read.push(ref), "tea"),
    });
    index.remove(0, "default", FIRST_DAY_MS + 50 * DAY_MS);
    await index.search({ text: "tea", mode: "classic" });
    expect(read).toEqual([1]);
  });

  async function ranked(index: MemoryIndex, mode: SearchMode, vector?: Float32Array): Promise<number[]> {
    return (await index.search({ text: "green tea", mode, embedding: vector })).map(({ ref }) => ref);
  }
});

test("a filter hides documents and leaves the scores of the others", async () => {
  const documents: IndexDocument[] = [0, 1, 2, 3].map((ref) =>
    aDocument(ref, "tea", { session: "s", type: ref === 2 ? "fact" : "note" }),
  );
  const index = anIndex(documents);
  const all = await index.search({ text: "tea" });
  expect(await index.search({ text: "tea", types: ["fact"] })).toEqual(all.filter(({ ref }) => ref === 2));
});

async function refs(index: MemoryIndex, text: string): Promise<number[]> {
  return (await index.search({ text })).map(({ ref }) => ref);
}

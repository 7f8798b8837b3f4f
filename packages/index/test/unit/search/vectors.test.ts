import { describe, expect, test } from "vitest";
import type { Embedder } from "../../../src/embedders/embedder.ts";
import type { MemoryIndex } from "../../../src/memory-index.ts";
import { aDocument, anIndex } from "../../documents.ts";

const DOCUMENTS = Array.from({ length: 200 }, (_, ref) => aDocument(ref, `memory ${ref}`, { session: `s${ref % 7}` }));

describe("an embedder that misbehaves", () => {
  const failing: Readonly<Record<string, Embedder["embed"]>> = {
    rejects: () => Promise.reject(new Error("no power")),
    "throws at once": () => {
      throw new Error("no power");
    },
    "gives too few vectors": async (texts) => texts.slice(1).map(() => Float32Array.of(1)),
    "gives too many vectors": async (texts) => [...texts, ""].map(() => Float32Array.of(1)),
    "gives none": async () => [],
  };
  for (const [situation, embed] of Object.entries(failing)) {
    test(`one that ${situation} is named in the error`, async () => {
      const index = anIndex(DOCUMENTS, { embedder: { name: "broken-9", dimensions: 1, embed } });
      const error: unknown = await index.search({ text: "memory" }).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: "INDEX_EMBEDDER_FAILED", message: expect.stringContaining("broken-9") });
      expect((error as Error).message).not.toContain("memory 1");
      expect(await index.search({ text: "memory", mode: "lexical", limit: 3 })).toHaveLength(3);
    });
  }

  test("one that changes its dimensions is refused", async () => {
    let calls = 0;
    const embed: Embedder["embed"] = async (texts) => (calls++, texts.map(() => new Float32Array(calls).fill(1)));
    const index = anIndex(DOCUMENTS, { embedder: { name: "growing", dimensions: 1, embed } });
    await expect(index.search({ text: "memory" })).rejects.toMatchObject({ code: "INDEX_DIMENSION_MISMATCH" });
  });

  test("one that gives no numbers leaves the order to the words", async () => {
    const embed: Embedder["embed"] = async (texts) =>
      texts.map(() => Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY));
    const index = anIndex(DOCUMENTS, { embedder: { name: "nan", dimensions: 2, embed } });
    const [first] = await index.search({ text: "memory 117", session: "s5" });
    expect(first).toMatchObject({ ref: 117 });
    expect(first!.score).toBeCloseTo(0.7, 12);
  });

  test("one that fails once is asked again", async () => {
    let calls = 0;
    const embed: Embedder["embed"] = async (texts) => {
      if (++calls === 3) throw new Error("busy");
      return texts.map(() => Float32Array.of(1));
    };
    const index = anIndex(DOCUMENTS, { embedder: { name: "busy", dimensions: 1, embed } });
    await expect(index.search({ text: "memory" })).rejects.toMatchObject({ code: "INDEX_EMBEDDER_FAILED" });
    expect(await index.search({ text: "memory" })).toHaveLength(10);
    expect(index.stats().vectors).toBe(200);
  });
});

describe("searches at the same time", () => {
  test("each text is embedded once, and all get the same answer", async () => {
    const seen: string[] = [];
    const index = anIndex(DOCUMENTS, { embedder: slowEmbedder(seen) });
    const answers = await Promise.all([1, 2, 3, 4].map(() => index.search({ text: "memory 7" })));
    expect(seen.filter((text) => text === "memory 7")).toHaveLength(4 + 1);
    expect(seen).toHaveLength(4 + 200);
    expect(new Set(answers.map((hits) => JSON.stringify(hits))).size).toBe(1);
  });

  test("one that is called off does not call off the others", async () => {
    const index = anIndex(DOCUMENTS, { embedder: slowEmbedder([]) });
    const controller = new AbortController();
    const first = index.search({ text: "memory 7", signal: controller.signal });
    const second = index.search({ text: "memory 7" });
    setTimeout(() => {
      controller.abort(new Error("no longer"));
    }, 2);
    await expect(first).rejects.toThrow("no longer");
    expect(await second).toHaveLength(10);
  });

  test("one that waits for another can be called off itself", async () => {
    const index = anIndex(DOCUMENTS, { embedder: slowEmbedder([]) });
    const controller = new AbortController();
    const first = index.search({ text: "memory 7" });
    const second = index.search({ text: "memory 7", signal: controller.signal });
    setTimeout(() => {
      controller.abort(new Error("no longer"));
    }, 2);
    await expect(second).rejects.toThrow("no longer");
    expect(await first).toHaveLength(10);
  });

  test("documents that come meanwhile change nothing in the answer", async () => {
    const quiet = anIndex(DOCUMENTS, { embedder: slowEmbedder([]) });
    const busy = anIndex(DOCUMENTS, { embedder: slowEmbedder([]), readText: async (ref) => `memory ${ref}` });
    const question = { text: "what of memory 7", mode: "hybrid", limit: 300, explain: true } as const;
    const answer = busy.search(question);
    for (let ref = 200; ref < 600; ref++) {
      add(busy, ref);
      if (ref % 8 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    expect(await answer).toEqual(await quiet.search(question));
    const later = await busy.search({ ...question, limit: 1_000 });
    expect(later).toHaveLength(busy.stats().documents);
    expect(later.every(({ score }) => Number.isFinite(score))).toBe(true);
  });

  /** In the conversations that the search reads: new turns, new versions, removals, a speaker whom the question names. */
  function add(index: MemoryIndex, ref: number): void {
    const document = aDocument(ref, `memory ${ref}`, { session: `s${ref % 9}`, speaker: "What" });
    index.add(document, ref % 2 === 0 ? { replaces: { ref: ref - 200, namespace: "default" } } : {});
    if (ref % 5 === 0) index.remove(ref - 101, "default", document.savedAt);
  }
});

describe("an abort signal", () => {
  test("aborted before the search: no work is done", async () => {
    const seen: string[] = [];
    const index = anIndex(DOCUMENTS, { embedder: slowEmbedder(seen) });
    const signal = AbortSignal.abort(new Error("too late"));
    for (const mode of ["lexical", "vector", "hybrid", "classic"] as const) {
      await expect(index.search({ text: "memory", mode, signal })).rejects.toThrow("too late");
    }
    expect(seen).toEqual([]);
  });

  test("aborted while texts are read by mode classic", async () => {
    const controller = new AbortController();
    const index = anIndex(DOCUMENTS, {
      readText: async (ref) => {
        if (ref === 5) controller.abort(new Error("enough"));
        return "memory";
      },
    });
    await expect(index.search({ text: "memory", mode: "classic", signal: controller.signal })).rejects.toThrow(
      "enough",
    );
  });
});

test("a vector that came with its document is taken as it came", async () => {
  const seen: string[] = [];
  const documents = [aDocument(0, "memory 0", { embedding: Float32Array.of(0, 1) }), aDocument(1, "memory 1")];
  const index = anIndex(documents, { embedder: slowEmbedder(seen) });
  expect(index.stats().vectors).toBe(1);
  const hits = await index.search({ embedding: Float32Array.of(0, 2), mode: "vector" });
  expect(hits.map(({ ref, score }) => [ref, score])).toEqual([
    [0, 1],
    [1, expect.closeTo(Math.SQRT1_2, 5)],
  ]);
  expect(seen).toEqual(["memory 1"]);
  expect(index.stats().vectors).toBe(2);
});

/** Two dimensions that depend on the text, after a millisecond; refuses when it is called off. */
function slowEmbedder(seen: string[]): Embedder {
  return {
    name: "slow",
    dimensions: 2,
    async embed(texts, options) {
      seen.push(...texts);
      await new Promise((resolve) => setTimeout(resolve, 1));
      options?.signal?.throwIfAborted();
      return texts.map((text) => Float32Array.of(1, text === "memory 1" ? 1 : text.length));
    },
  };
}

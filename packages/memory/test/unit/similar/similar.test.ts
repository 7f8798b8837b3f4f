import * as fc from "fast-check";
import { expect, test } from "vitest";
import { errorOf, storesOn, withStore } from "../../support/stores.ts";

const contents = (hits: readonly { readonly content: unknown }[]): string[] =>
  hits.map(({ content }) => content as string);

test("every memory with a vector is compared, whatever comes first: the best stand above 2 × limit worse ones", async () => {
  await withStore(async (store) => {
    for (let n = 0; n < 20; n++) await store.save(`worse ${n}`, { embedding: [1, 0.9] });
    await store.save("best", { embedding: [1, 0.01] });
    await store.save("opposite", { embedding: [-1, 0] });
    const { hits } = await store.similar([1, 0], { threshold: 0.7, limit: 2 });
    expect(contents(hits)).toEqual(["best", "worse 0"]);
    expect(hits[0]!.score).toBeCloseTo(1, 3);
    expect((await store.similar([1, 0], { threshold: -1, limit: 100 })).hits).toHaveLength(22);
    expect(contents((await store.similar([1, 0], { threshold: 0.9 })).hits)).toEqual(["best"]);
  });
});

test("any vectors agree with comparing all of them by hand", async () => {
  const vector = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 3, maxLength: 3 });
  const cosine = (a: readonly number[], b: readonly number[]): number => {
    const dot = a.reduce((sum, value, at) => sum + value * b[at]!, 0);
    const norms = Math.hypot(...a) * Math.hypot(...b);
    return norms === 0 ? 0 : dot / norms;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(vector, { maxLength: 20 }),
      vector,
      fc.integer({ min: 1, max: 5 }),
      async (all, asked, limit) => {
        await withStore(async (store) => {
          await store.saveMany(all.map((embedding, n) => ({ content: n, embedding })));
          // No cosine of such vectors lies near it; one of 0 may be rounded to either side of 0.
          const threshold = 0.001;
          const { hits } = await store.similar(asked, { threshold, limit });
          const scores = all.map((embedding) => cosine(asked, embedding)).filter((score) => score >= threshold);
          const wanted = scores.toSorted((a, b) => b - a).slice(0, limit);
          expect(hits.map(({ score }) => score.toFixed(6))).toEqual(wanted.map((score) => score.toFixed(6)));
        });
      },
    ),
    { numRuns: 30 },
  );
});

test("like a memory: by its vector when it has one, by its text else; never itself, only its namespace", async () => {
  await withStore(async (store) => {
    const bees = await store.save("Ada keeps bees on the roof");
    await store.save("Ada keeps two hives of bees on the roof");
    await store.save("the boiler is broken");
    await store.save("Ada keeps bees on the roof", { namespace: "other" });
    const vector = await store.save("first vector", { embedding: [1, 0] });
    await store.save("second vector", { embedding: [1, 0.1] });
    const byText = (await store.similar(bees.id, { limit: 1 })).hits;
    expect(contents(byText)).toEqual(["Ada keeps two hives of bees on the roof"]);
    expect(contents((await store.similar(vector.id)).hits)).toEqual(["second vector"]);
    expect((await store.similar("Ada keeps bees on the roof", { limit: 1 })).hits[0]!.score).toBeCloseTo(1, 6);
  });
});

test("a text that looks like an id and is none is a text", async () => {
  await withStore(async (store) => {
    await store.save("00000000000000aa");
    expect(contents((await store.similar("00000000000000aa")).hits)).toEqual(["00000000000000aa"]);
  });
});

test("vectors of other lengths are like nothing and spoil nothing", async () => {
  await withStore(async (store) => {
    await store.save("two", { embedding: [1, 0] });
    await store.save("three", { embedding: [1, 0, 0] });
    await store.save("none");
    expect(contents((await store.similar([1, 0, 0])).hits)).toEqual(["three"]);
    expect((await store.similar([1, 0, 0, 0])).hits).toEqual([]);
  });
});

test("the user's embedder makes the vectors that are missing, in batches", async () => {
  const sizes: number[] = [];
  const embedder = {
    name: "length",
    dimensions: 2,
    embed: async (texts: readonly string[]) => {
      sizes.push(texts.length);
      return texts.map((text) => Float32Array.of(text.length, 1));
    },
  };
  await withStore(
    async (store) => {
      await store.saveMany(Array.from({ length: 100 }, (_, n) => ({ content: "x".repeat(n + 1) })));
      await store.save("given", { embedding: [3, 1] });
      const { hits } = await store.similar("yyy", { limit: 2 });
      expect(contents(hits).toSorted()).toEqual(["given", "xxx"]);
      expect(sizes).toEqual([1, 64, 36]);
      expect((await store.similar([50, 1], { limit: 1 })).hits[0]!.score).toBeCloseTo(1, 6);
    },
    { embedder },
  );
});

test("filters hold, updates and forgets count, ghosts are among them", async () => {
  const open = storesOn();
  await open(async (store) => {
    const a = await store.save("a", { embedding: [1, 0], tags: ["t"] });
    const b = await store.save("b", { embedding: [1, 0.1], importance: 0.9 });
    await store.save("ghost", { embedding: [1, 0.2], type: "ghost" });
    expect(contents((await store.similar([1, 0])).hits)).toEqual(["a", "b", "ghost"]);
    expect(contents((await store.similar([1, 0], { tags: ["t"] })).hits)).toEqual(["a"]);
    expect(contents((await store.similar([1, 0], { minImportance: 0.8 })).hits)).toEqual(["b"]);
    await store.update(a.id, { content: "a without a vector" });
    await store.forget(b.id);
    expect(contents((await store.similar([1, 0])).hits)).toEqual(["ghost"]);
  });
  await open(async (store) => expect((await store.similar([1, 0])).hits).toEqual([]));
});

test.each([
  [[1, 0], { limit: 0 }, RangeError],
  [[1, 0], { limit: 10_001 }, RangeError],
  [[1, 0], { threshold: 1.1 }, RangeError],
  [[1, 0], { threshold: Number.NaN }, RangeError],
  [[], {}, TypeError],
  [[Number.NaN], {}, TypeError],
])("similar to %j with %j is misuse", async (cue, options, type) => {
  await withStore(async (store) => {
    expect(await errorOf(store.similar(cue, options))).toBeInstanceOf(type);
  });
});

test("the signal stops it", async () => {
  await withStore(async (store) => {
    await store.save("a", { embedding: [1, 0] });
    const reason = new Error("enough");
    expect(await errorOf(store.similar([1, 0], { signal: AbortSignal.abort(reason) }))).toBe(reason);
  });
});

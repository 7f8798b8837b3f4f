/** Laws of the built-in scorer and of the statistics behind it. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readText } from "../../src/reading/reading.ts";
import { createScorer, DIMENSIONS } from "../../src/scorer.ts";
import { createStoreStatistics } from "../../src/statistics/store-statistics.ts";
import { aMemory, NOW_MS } from "../memories.ts";

const word = fc.constantFrom(
  ..."I you we bees boiler Anna sister love sad 1953 £5 Tuesday went realised `x` 🎉 the ? ! .".split(" "),
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
);
const memory = fc.record({
  text,
  timestamp: fc.integer({ min: NOW_MS - 1e11, max: NOW_MS + 1e9 }),
  session: fc.constantFrom("a", "b", "c"),
  speaker: fc.constantFrom("Anna", "Ben"),
});

test("scores are in 0..1, what the evidence raised adds up to the score, and all of it comes again", () => {
  fc.assert(
    fc.property(fc.array(memory, { maxLength: 12 }), memory, (earlier, scored) => {
      const statistics = createStoreStatistics({ terms: 8 });
      for (const one of earlier) statistics.observe(one);
      const context = statistics.contextOf(scored, NOW_MS);
      const significance = createScorer().score(scored, context);
      for (const name of DIMENSIONS) {
        const { score, evidence } = significance[name];
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(evidence.reduce((sum, { raised }) => sum + raised, 0)).toBeCloseTo(score, 9);
        expect(evidence.length).toBeLessThanOrEqual(7);
      }
      expect(createScorer().score(structuredClone(scored), context)).toEqual(significance);
    }),
  );
});

test("statistics equal a naive count while they fit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom<string>("bee", "wasp", "moth"), { maxLength: 4 }), { maxLength: 20 }),
      (texts) => {
        const statistics = createStoreStatistics();
        for (const [at, words] of texts.entries())
          statistics.observe(aMemory(words.join(" "), { session: `s${at % 3}` }));
        const { terms, memories } = statistics.contextOf(aMemory("bee wasp moth", { session: "elsewhere" }), NOW_MS);
        expect(memories).toBe(texts.length);
        for (const term of ["bee", "wasp", "moth"]) {
          const having = texts.flatMap((words, at) => (words.includes(term) ? [at] : []));
          const changes = having.filter((at, i) => i === 0 || at % 3 !== having[i - 1]! % 3);
          const facts = terms.get(term);
          expect(facts?.memories ?? 0).toBe(having.length);
          expect(facts?.otherEpisodes ?? 0).toBe(changes.length);
          if (facts !== undefined) expect(facts.memoriesSince).toBe(texts.length - having.at(-1)!);
        }
      },
    ),
  );
});

test("however much is observed, statistics keep their bounds, and taking everything back leaves no word", () => {
  const words = fc.array(
    fc.integer({ min: 0, max: 60 }).map((n) => `word${n}`),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (texts) => {
      const statistics = createStoreStatistics({ terms: 10, speakers: 2 });
      const memories = texts.map((words, at) => aMemory(words.join(" "), { speaker: `S${at % 5}` }));
      for (const one of memories) {
        statistics.observe(one);
        expect(statistics.toJSON().terms.length).toBeLessThanOrEqual(10);
        expect(statistics.toJSON().speakers.length).toBeLessThanOrEqual(2);
      }
      for (const one of memories) statistics.remove(one);
      expect(statistics.toJSON()).toMatchObject({ memories: 0, terms: [], speakers: [] });
    }),
  );
});

test("a memory that is observed right after its context counts as one that is observed alone", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(memory, fc.boolean(), fc.boolean()), { maxLength: 20 }), (steps) => {
      const [together, alone] = [createStoreStatistics({ terms: 8 }), createStoreStatistics({ terms: 8 })];
      for (const [one, removes, looksFirst] of steps) {
        const read = { ...one, reading: readText(one.text) };
        if (looksFirst) together.contextOf(read, NOW_MS);
        for (const statistics of [together, alone]) if (removes) statistics.remove(read);
        together.observe(read);
        alone.observe(one);
        expect(together.toJSON()).toEqual(alone.toJSON());
      }
    }),
  );
});

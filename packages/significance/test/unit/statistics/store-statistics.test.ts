import { describe, expect, test } from "vitest";
import { rarityOf } from "../../../src/context.ts";
import { createStoreStatistics } from "../../../src/statistics/store-statistics.ts";
import { aMemory, NOW_MS } from "../../memories.ts";

describe("the context of a memory", () => {
  test("is what the store knew of its words before it", () => {
    const statistics = createStoreStatistics();
    statistics.observe(aMemory("The boiler died.", { session: "a", speaker: "Maeve Byrne" }));
    statistics.observe(aMemory("A new boiler came.", { session: "b", speaker: "Maeve Byrne" }));
    const memory = aMemory("Maeve has a boiler and a kettle.", { session: "b", speaker: "Maeve Byrne" });
    expect(statistics.contextOf(memory, NOW_MS)).toEqual({
      now: NOW_MS,
      memories: 2,
      terms: new Map([["boiler", { memories: 2, otherEpisodes: 1, memoriesSince: 1, rarity: rarityOf(2, 2) }]]),
      people: new Set(["maeve"]),
      speaker: { memories: 2, episodes: 2 },
    });
  });

  test("changes nothing", () => {
    const statistics = createStoreStatistics();
    statistics.observe(aMemory("boiler"));
    const before = JSON.stringify(statistics);
    statistics.contextOf(aMemory("kettle boiler"), NOW_MS);
    expect(JSON.stringify(statistics)).toBe(before);
  });
});

test("a removed memory leaves no word behind that only it had", () => {
  const statistics = createStoreStatistics();
  statistics.observe(aMemory("secret boiler", { speaker: "Ada" }));
  statistics.observe(aMemory("boiler"));
  statistics.remove(aMemory("secret boiler", { speaker: "Ada" }));
  expect(statistics.memories).toBe(1);
  expect(JSON.stringify(statistics)).not.toMatch(/secret|ada/);
});

test("what is restored from JSON goes on where it was", () => {
  const statistics = createStoreStatistics({ terms: 3 });
  statistics.observe(aMemory("bee wasp", { session: "a", speaker: "Ada" }));
  const restored = createStoreStatistics({ terms: 3 }, structuredClone(statistics.toJSON()));
  for (const one of [statistics, restored]) one.observe(aMemory("bee ant moth", { session: "b" }));
  expect(restored.toJSON()).toEqual(statistics.toJSON());
});

test("the number of memories is halved with the counts of terms", () => {
  const statistics = createStoreStatistics({ terms: 2 });
  for (const text of ["bee", "bee", "bee", "bee wasp moth"]) statistics.observe(aMemory(text));
  expect(statistics.memories).toBe(2);
  expect(statistics.toJSON().terms.map(([term, memories]) => [term, memories])).toEqual([["bee", 2]]);
});

test("bounds and saved statistics that make no sense are refused", () => {
  expect(() => createStoreStatistics({ terms: 0 })).toThrow(/terms/);
  expect(() => createStoreStatistics({ speakers: 1.5 })).toThrow(/speakers/);
  const saved = createStoreStatistics().toJSON();
  expect(() => createStoreStatistics({}, { ...saved, version: 2 as never })).toThrow(/version 2/);
  expect(() => createStoreStatistics({}, { ...saved, terms: undefined as never })).toThrow(TypeError);
  expect(() => createStoreStatistics({}, { ...saved, terms: [["bee", -1, 1, 1, 1]] })).toThrow(RangeError);
  expect(() => createStoreStatistics({}, null as never)).toThrow(TypeError);
});

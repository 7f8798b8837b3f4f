import { expect, test } from "vitest";
import { createDriftSummary } from "../../../src/drift/drift-summary.ts";
import { FACETS } from "../../../src/drift/features.ts";
import { madeConversation } from "../../conversations.ts";
import { aMemory } from "../../memories.ts";

test("each facet counts memories and episodes", () => {
  const summary = createDriftSummary();
  for (const session of ["a", "a", "b"]) summary.observe(aMemory("bees", { session, type: "semantic" }));
  expect(summary.memories).toBe(3);
  expect(summary.facet("types").features.get("semantic")).toMatchObject({ memories: 3, episodes: 2 });
  expect(summary.facet("terms").features.get("bee")).toMatchObject({ memories: 3, episodes: 2 });
});

test("without sessions an hour is an episode", () => {
  const summary = createDriftSummary();
  for (const hour of [0, 0.9, 1.1]) summary.observe(aMemory("bees", { timestamp: hour * 3_600_000 }));
  expect(summary.facet("terms").features.get("bee")).toMatchObject({ episodes: 2 });
});

test("neighbours of one episode are compared where a memory has one feature", () => {
  const summary = createDriftSummary();
  for (const [session, type] of [
    ["a", "semantic"],
    ["a", "semantic"],
    ["a", "episodic"],
    ["b", "episodic"],
  ] as const) {
    summary.observe(aMemory("bees", { session, type }));
  }
  expect(summary.facet("types").clustering).toEqual({ pairs: 2, agreements: 1 });
  expect(summary.facet("terms").clustering).toEqual({ pairs: 0, agreements: 0 });
});

test("a memory that is taken back leaves nothing", () => {
  const summary = createDriftSummary();
  const memory = aMemory("secret", { type: "semantic", tags: ["t"], speaker: "Ada" });
  summary.observe(memory);
  summary.remove(memory);
  expect(summary.memories).toBe(0);
  expect(Object.values(summary.toJSON().facets).flatMap(({ rows }) => rows)).toEqual([]);
});

test("two summaries of the parts are that of the whole, and survive JSON", () => {
  const memories = madeConversation({ seed: 1, sessions: 8, topics: 3 });
  const [whole, first, second] = [createDriftSummary(), createDriftSummary(), createDriftSummary()];
  for (const [at, memory] of memories.entries()) {
    whole.observe(memory);
    (at < 40 ? first : second).observe(memory);
  }
  const merged = createDriftSummary(structuredClone(first.toJSON()));
  merged.merge(second);
  const counts = (summary: typeof whole): unknown =>
    FACETS.map((facet) => ({
      ...summary.facet(facet).clustering,
      rows: summary
        .facet(facet)
        .features.toRows()
        .map(([feature, memories, episodes]) => [feature, memories, episodes]),
    }));
  expect(counts(merged)).toEqual(counts(whole));
  expect(merged.memories).toBe(80);
});

test("what is no summary is refused", () => {
  expect(() => createDriftSummary({ ...createDriftSummary().toJSON(), memories: -1 })).toThrow(RangeError);
});

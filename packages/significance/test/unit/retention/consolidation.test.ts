import { describe, expect, test } from "vitest";
import { consolidationOf, type ConsolidationFacts } from "../../../src/retention/consolidation.ts";
import { DAY_MS } from "../../../src/temporal.ts";

const NOW_MS = Date.UTC(2026, 0, 1);

function facts(changes: Partial<ConsolidationFacts>): ConsolidationFacts {
  return {
    type: "episodic",
    importance: 0.5,
    accessCount: 0,
    createdAt: NOW_MS - 99 * DAY_MS,
    now: NOW_MS,
    ...changes,
  };
}

describe("a working memory", () => {
  test("is promoted above 0.7 with more than 5 accesses", () => {
    expect(consolidationOf(facts({ type: "working", importance: 0.71, accessCount: 6 }))).toBe("promote");
    expect(consolidationOf(facts({ type: "working", importance: 0.7, accessCount: 6 }))).toBe("keep");
    expect(consolidationOf(facts({ type: "working", importance: 0.71, accessCount: 5 }))).toBe("keep");
  });

  test("is never removed", () => {
    expect(consolidationOf(facts({ type: "working", importance: 0 }))).toBe("keep");
  });
});

describe("a persistent memory", () => {
  test("is removed below 0.1 when older than 30 days", () => {
    for (const type of ["episodic", "semantic", "procedural"]) {
      expect(consolidationOf(facts({ type, importance: 0.09, createdAt: NOW_MS - 31 * DAY_MS }))).toBe("remove");
      expect(consolidationOf(facts({ type, importance: 0.1, createdAt: NOW_MS - 31 * DAY_MS }))).toBe("keep");
      expect(consolidationOf(facts({ type, importance: 0.09, createdAt: NOW_MS - 30 * DAY_MS }))).toBe("keep");
    }
  });

  test("is not promoted", () => {
    expect(consolidationOf(facts({ importance: 0.9, accessCount: 99 }))).toBe("keep");
  });
});

test("a soliton is permanent, and a ghost expires by itself", () => {
  for (const type of ["soliton", "ghost"]) expect(consolidationOf(facts({ type, importance: 0 }))).toBe("keep");
});

test("what makes no sense is refused by name", () => {
  expect(() => consolidationOf(facts({ importance: -1 }))).toThrow(/importance/);
  expect(() => consolidationOf(facts({ createdAt: Number.NaN }))).toThrow(/createdAt/);
});

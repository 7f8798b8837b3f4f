import { describe, expect, test } from "vitest";
import { decayImportance, type DecayFacts } from "../../../src/retention/decay.ts";
import { DAY_MS } from "../../../src/temporal.ts";

const START_MS = Date.UTC(2026, 0, 1);

function facts(days: number, changes: Partial<DecayFacts> = {}): DecayFacts {
  const now = START_MS + days * DAY_MS;
  return { type: "episodic", importance: 0.8, accessCount: 0, lastAccessedAt: START_MS, now, ...changes };
}

test("nothing decays until a memory was left alone for more than a day", () => {
  expect(decayImportance(facts(1, { accessCount: 50 }))).toEqual({ importance: 0.8, worthWriting: false });
  expect(decayImportance(facts(1.001)).importance).toBeLessThan(0.8);
});

test("importance is multiplied by 0.99 for each day", () => {
  expect(decayImportance(facts(10)).importance).toBeCloseTo(0.8 * 0.99 ** 10, 12);
  expect(decayImportance(facts(100)).importance).toBeCloseTo(0.292_826, 6);
});

test("accesses give back a hundredth each, at most a tenth, and the whole ends at 1", () => {
  expect(decayImportance(facts(10, { accessCount: 3 })).importance).toBeCloseTo(0.8 * 0.99 ** 10 + 0.03, 12);
  expect(decayImportance(facts(10, { accessCount: 500 })).importance).toBeCloseTo(0.8 * 0.99 ** 10 + 0.1, 12);
  expect(decayImportance(facts(2, { importance: 1, accessCount: 500 })).importance).toBe(1);
});

test("a change of up to 0.01 is not worth a write", () => {
  expect(decayImportance(facts(1.2)).worthWriting).toBe(false);
  expect(decayImportance(facts(2)).worthWriting).toBe(true);
  expect(decayImportance(facts(5, { importance: 0.2 })).worthWriting).toBe(false);
});

test("a soliton never decays", () => {
  expect(decayImportance(facts(10_000, { type: "soliton" }))).toEqual({ importance: 0.8, worthWriting: false });
});

describe("a second run", () => {
  test("decays only from the first on", () => {
    const first = decayImportance(facts(10)).importance;
    const lastDecay = { at: START_MS + 10 * DAY_MS, accessCount: 0 };
    const second = decayImportance(facts(30, { importance: first, lastDecay })).importance;
    expect(second).toBeCloseTo(0.8 * 0.99 ** 30, 12);
    expect(decayImportance(facts(10, { importance: first, lastDecay })).importance).toBe(first);
  });

  test("gives no access back twice", () => {
    const lastDecay = { at: START_MS + 10 * DAY_MS, accessCount: 7 };
    expect(decayImportance(facts(30, { accessCount: 7, lastDecay })).importance).toBeCloseTo(0.8 * 0.99 ** 20, 12);
    const more = facts(30, { accessCount: 9, lastDecay });
    expect(decayImportance(more).importance).toBeCloseTo(0.8 * 0.99 ** 20 + 0.02, 12);
  });

  test("counts days from an access that came after the first", () => {
    const lastDecay = { at: START_MS - 5 * DAY_MS, accessCount: 0 };
    expect(decayImportance(facts(3, { lastDecay })).importance).toBeCloseTo(0.8 * 0.99 ** 3, 12);
  });
});

test("what makes no sense is refused by name", () => {
  expect(() => decayImportance(facts(2, { importance: 3 }))).toThrow(/importance/);
  expect(() => decayImportance(facts(2, { accessCount: -1 }))).toThrow(/accessCount/);
  expect(() => decayImportance(facts(Number.NaN))).toThrow(/now/);
});

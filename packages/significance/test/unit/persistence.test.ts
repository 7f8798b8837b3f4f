import { expect, test } from "vitest";
import { persistenceOf, shouldPersist } from "../../src/persistence.ts";

test("persistence is 0.4 · importance + 0.3 · temporal + 0.3 · spark", () => {
  expect(persistenceOf({ importance: 1, temporal: 0, spark: 0 })).toBe(0.4);
  expect(persistenceOf({ importance: 0, temporal: 1, spark: 0 })).toBe(0.3);
  expect(persistenceOf({ importance: 0, temporal: 0, spark: 1 })).toBe(0.3);
  expect(persistenceOf({ importance: 1, temporal: 1, spark: 1 })).toBe(1);
  expect(persistenceOf({ importance: 0.5, temporal: 0.8, spark: 0.25 })).toBe(0.515);
});

test("a memory persists from 0.7 on, or from the threshold that is given", () => {
  expect(shouldPersist(persistenceOf({ importance: 1, temporal: 1, spark: 0 }))).toBe(true);
  expect(shouldPersist(0.699)).toBe(false);
  expect(shouldPersist(0.5, 0.5)).toBe(true);
});

test("scores and thresholds outside 0..1 are refused", () => {
  expect(() => persistenceOf({ importance: 2, temporal: 0, spark: 0 })).toThrow(/importance/);
  expect(() => shouldPersist(0.5, 7)).toThrow(/threshold/);
});

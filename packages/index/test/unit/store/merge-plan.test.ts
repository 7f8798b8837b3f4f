import { expect, test } from "vitest";
import { planMerge } from "../../../src/store/merge-plan.ts";

const of = (...documents: number[]): { documents: number; endedSinceWritten: number }[] =>
  documents.map((count) => ({ documents: count, endedSinceWritten: 0 }));

test("eight neighbours of a tier become one, the newest first, at most sixteen at once", () => {
  expect(planMerge(of(...Array.from({ length: 7 }, () => 5)))).toBeUndefined();
  expect(planMerge(of(10_000, ...Array.from({ length: 8 }, () => 5)))).toEqual({ from: 1, to: 9 });
  expect(planMerge(of(...Array.from({ length: 40 }, () => 5)))).toEqual({ from: 24, to: 40 });
});

test("small ones behind a large newest one are found too, and none becomes too large", () => {
  expect(planMerge(of(...Array.from({ length: 8 }, () => 6_000), 250_000))).toEqual({ from: 0, to: 8 });
  expect(planMerge(of(...Array.from({ length: 8 }, () => 131_072)))).toBeUndefined();
});

test("one in which much has ended is written anew", () => {
  expect(planMerge([{ documents: 100, endedSinceWritten: 20 }])).toEqual({ from: 0, to: 1 });
  expect(planMerge([{ documents: 100, endedSinceWritten: 19 }])).toBeUndefined();
});

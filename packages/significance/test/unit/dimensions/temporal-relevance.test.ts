import { expect, test } from "vitest";
import { temporalRelevance } from "../../../src/dimensions/temporal-relevance.ts";
import { readText } from "../../../src/reading/reading.ts";
import { DAY_MS } from "../../../src/temporal.ts";
import { aContext, NOW_MS } from "../../memories.ts";

function relevance(text: string, ageDays = 0): number {
  return temporalRelevance(readText(text), NOW_MS - ageDays * DAY_MS, aContext()).score;
}

test("points of time, events and plans raise it, timeless things do not", () => {
  const [point, event, plan] = ["the meal on Tuesday", "the meal tasted", "the meal will"].map((text) =>
    relevance(text),
  );
  expect(point).toBeGreaterThan(event!);
  expect(event).toBe(plan);
  expect(event).toBeGreaterThan(0);
  expect(relevance("the meal is good")).toBe(0);
  expect(relevance("Was the meal on Tuesday?")).toBe(0);
});

test("age takes up to half, with a half-life of 30 days", () => {
  const fresh = relevance("on Tuesday");
  expect(relevance("on Tuesday", 30)).toBeCloseTo(fresh * 0.75, 9);
  expect(relevance("on Tuesday", 60)).toBeCloseTo(fresh * 0.625, 9);
  expect(relevance("on Tuesday", 100_000)).toBeCloseTo(fresh * 0.5, 9);
  expect(relevance("on Tuesday", -5)).toBe(fresh);
});

test("the evidence quotes the point of time with its pointer", () => {
  const { evidence } = temporalRelevance(readText("we met last week"), NOW_MS, aContext());
  expect(evidence.map(({ sign, words }) => `${sign}: ${words}`)).toEqual(["point of time: last week", "event: met"]);
});

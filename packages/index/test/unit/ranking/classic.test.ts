import { expect, test } from "vitest";
import { classicRelevance } from "../../../src/ranking/classic.ts";

const NOW = Date.UTC(2024, 5, 1);
const DAY_MS = 86_400_000;
const memory = { text: "The Red Door is open", timestamp: NOW, type: "note" };

test("the whole question inside counts ten, each of its words two", () => {
  expect(classicRelevance("red door", memory, NOW)).toBe(14);
  expect(classicRelevance("door red", memory, NOW)).toBe(4);
  expect(classicRelevance("window", memory, NOW)).toBe(0);
});

test("whole days of age divide, and the future counts as today", () => {
  expect(classicRelevance("red", { ...memory, timestamp: NOW - DAY_MS + 1 }, NOW)).toBe(12);
  expect(classicRelevance("red", { ...memory, timestamp: NOW - 10 * DAY_MS }, NOW)).toBe(6);
  expect(classicRelevance("red", { ...memory, timestamp: NOW + 10 * DAY_MS }, NOW)).toBe(12);
});

test("a breakthrough counts half as much again", () => {
  expect(classicRelevance("red", { ...memory, type: "breakthrough" }, NOW)).toBe(18);
});

test("a cosine counts five times, also below zero", () => {
  expect(classicRelevance("window", memory, NOW, 0.5)).toBe(2.5);
  expect(classicRelevance("window", memory, NOW, -0.5)).toBe(-2.5);
});

test("an empty question is inside everything", () => {
  expect(classicRelevance("", memory, NOW)).toBe(10);
});

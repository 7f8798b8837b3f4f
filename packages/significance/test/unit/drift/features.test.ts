import { expect, test } from "vitest";
import { featuresOf } from "../../../src/drift/features.ts";
import { aMemory } from "../../memories.ts";

const HOUR_MS = 3_600_000;

test("a memory has a type, tags, a speaker, a length, an hour and terms", () => {
  const memory = aMemory("Bees, bees and honey.", {
    type: "semantic",
    tags: ["home", "home"],
    speaker: "Ada",
    timestamp: 0,
  });
  const features = Object.entries(featuresOf(memory)).map(([facet, of]) => [facet, [...of]]);
  expect(Object.fromEntries(features)).toEqual({
    types: ["semantic"],
    tags: ["home"],
    speakers: ["Ada"],
    lengths: ["16-31 characters"],
    hours: ["00-03 h"],
    terms: ["bee", "honey"],
  });
});

test("what is not known is no feature", () => {
  const { types, tags, speakers } = featuresOf(aMemory("x"));
  expect([...types, ...tags, ...speakers]).toEqual([]);
});

test("lengths fall into bands of doubling width, from none on", () => {
  const band = (length: number): string[] => [...featuresOf(aMemory("x".repeat(length))).lengths];
  expect([0, 1, 2, 3, 4, 1023, 1024].flatMap(band)).toEqual([
    "0 characters",
    "1-1 characters",
    "2-3 characters",
    "2-3 characters",
    "4-7 characters",
    "512-1023 characters",
    "1024-2047 characters",
  ]);
});

test("hours fall into bands of four, also before 1970", () => {
  const band = (timestamp: number): string[] => [...featuresOf(aMemory("x", { timestamp })).hours];
  expect([0, 9 * HOUR_MS, 23.9 * HOUR_MS, -1, -24 * HOUR_MS].flatMap(band)).toEqual([
    "00-03 h",
    "08-11 h",
    "20-23 h",
    "20-23 h",
    "00-03 h",
  ]);
});

import { expect, test } from "vitest";
import { sparkIntensity } from "../../src/spark.ts";

test("a breakthrough tag gives 0.30", () => {
  expect(sparkIntensity({ tags: ["breakthrough"] })).toBe(0.3);
});

test("a tag of joy, excitement, wonder or love gives 0.20 of the emotional impact, once", () => {
  for (const tag of ["joy", "excitement", "wonder", "love"]) {
    expect(sparkIntensity({ tags: [tag], emotionalImpact: 0.9 })).toBe(0.18);
  }
  expect(sparkIntensity({ tags: ["joy", "love"] })).toBe(0.1);
});

test("the tag collaborative or the words co-creation give 0.25, together no more", () => {
  expect(sparkIntensity({ tags: ["collaborative"] })).toBe(0.25);
  expect(sparkIntensity({ text: "A Co-Creation of ours" })).toBe(0.25);
  expect(sparkIntensity({ text: "co-creation", tags: ["collaborative"] })).toBe(0.25);
});

test("significance from 0.8 with confidence above 0.8 gives 0.25", () => {
  expect(sparkIntensity({ significance: 0.8 })).toBe(0.25);
  expect(sparkIntensity({ significance: 0.79 })).toBe(0);
  expect(sparkIntensity({ significance: 0.8, confidence: 0.8 })).toBe(0);
  expect(sparkIntensity({ significance: 0.8, confidence: 0.81 })).toBe(0.25);
});

test("everything together ends at 1, nothing at 0", () => {
  const tags = ["breakthrough", "joy", "collaborative"];
  expect(sparkIntensity({ tags, emotionalImpact: 1, significance: 1 })).toBe(1);
  expect(sparkIntensity({})).toBe(0);
});

test("a factor outside 0..1 is refused by name", () => {
  expect(() => sparkIntensity({ emotionalImpact: -1 })).toThrow(/emotionalImpact/);
  expect(() => sparkIntensity({ significance: 2 })).toThrow(/significance/);
});

import { expect, test } from "vitest";
import { toTerm } from "../../../src/reading/term.ts";

test("plurals and possessives meet their singular, by Harman's rules", () => {
  const words = ["skies", "days", "laies", "boxes", "shoes", "trees", "dogs", "glass", "bus", "anna's", "gas"];
  expect(words.map((word) => toTerm(word))).toEqual([
    "sky",
    "day",
    "laie",
    "boxe",
    "shoe",
    "tree",
    "dog",
    "glass",
    "bus",
    "anna",
    "gas",
  ]);
});

test("function words, also behind a plural, and single letters are no terms", () => {
  expect(["the", "wouldn't", "things", "x", "'s", "_"].map((word) => toTerm(word))).toEqual(
    Array.from({ length: 6 }, () => undefined),
  );
});

test("a digit and a letter of another script are terms", () => {
  expect(["7", "木", "é"].map((word) => toTerm(word))).toEqual(["7", "木", "é"]);
});

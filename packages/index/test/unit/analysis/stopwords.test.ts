import { describe, expect, test } from "vitest";
import { STOPWORDS } from "../../../src/analysis/stopwords.ts";

describe("STOPWORDS", () => {
  test("every one is lower case with straight apostrophes, and none is empty", () => {
    expect([...STOPWORDS].filter((word) => !/^[a-z][a-z']*$/.test(word))).toEqual([]);
  });

  test("words that lose their apostrophe to another word stay words", () => {
    expect(["shell", "hell", "shed", "wed", "ill", "id", "well"].filter((word) => STOPWORDS.has(word))).toEqual([
      "well",
    ]);
  });

  test("question words, auxiliaries and both spellings of contractions are stop words", () => {
    expect(["when", "did", "don't", "dont", "may", "i'd"].every((word) => STOPWORDS.has(word))).toBe(true);
  });
});

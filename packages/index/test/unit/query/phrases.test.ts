import { describe, expect, test } from "vitest";
import { createPhraseTest, phraseMatches } from "../../../src/query/phrases.ts";

const SITUATIONS: readonly (readonly [text: string, phrase: string, stands: boolean])[] = [
  ["We drank green tea.", "green tea", true],
  ["We drank Green, TEA!", "green tea", true],
  ["green the tea", "green tea", false],
  ["to be or not to be", "not to be", true],
  ["Anna’s green tea", "anna green", true],
  ["Zoë's café", "zoe cafe", true],
  ["greens teas", "green tea", false],
  ["evergreen tea", "green tea", false],
  ["tea green tea green teapot green tea tea", "green tea tea", true],
  ["a a a b", "a a b", true],
  ["我喜欢北京", "北京", true],
  ["", "tea", false],
  ["anything", "?!", true],
];

describe("phraseMatches", () => {
  test.each(SITUATIONS)("%j holds %j: %s", (text, phrase, stands) => {
    expect(phraseMatches(text, phrase)).toBe(stands);
  });

  test("a text of half-matches is no slower than others", () => {
    const words = Array.from({ length: 500_000 }, () => "a");
    const stands = createPhraseTest(`${"a ".repeat(5_000)}b`);
    const start = performance.now();
    expect(stands(words)).toBe(false);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

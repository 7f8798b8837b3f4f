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

  test("a text of half-matches is no slower than others: no word of it is read twice", () => {
    const length = 500_000;
    const stands = createPhraseTest(`${"a ".repeat(5_000)}b`);
    let reads = 0;
    const words = new Proxy<string[]>(Array.from({ length }), {
      get(target, key) {
        if (typeof key !== "string" || !/^\d+$/.test(key)) return Reflect.get(target, key, target) as unknown;
        reads++;
        return "a";
      },
    });
    expect(stands(words)).toBe(false);
    expect(reads).toBe(length);
  });
});

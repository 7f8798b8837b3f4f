import { describe, expect, test } from "vitest";
import { toWords } from "../../../src/analysis/words.ts";

const SITUATIONS: Readonly<Record<string, readonly [text: string, words: readonly string[]]>> = {
  "an empty text has no words": ["", []],
  "marks and spaces are no words": ["... -- \t\n \0 _ ' '' !", []],
  "letters and digits make words, in lower case": ["Room 4B, 2nd floor", ["room", "4b", "2nd", "floor"]],
  "an apostrophe inside a word stays": ["don't o'clock", ["don't", "o'clock"]],
  "an apostrophe at the edge falls": ["'quoted' dogs'", ["quoted", "dogs"]],
  "an apostrophe before a digit cuts": ["in '99 a'1", ["in", "99", "a", "1"]],
  "a possessive ending falls, however often it stands there": ["Anna's boss's's", ["anna", "boss"]],
  "a typographic apostrophe is a straight one": ["Anna’s don’t", ["anna", "don't"]],
  "Latin letters lose their accents": ["Zoë’s Café naïve", ["zoe", "cafe", "naive"]],
  "a composed letter and a letter with its mark are the same": ["caf\u00e9 cafe\u0301", ["cafe", "cafe"]],
  "letters outside Latin keep their marks": ["Йод й", ["йод", "й"]],
  "compatible forms meet": ["ﬁne ＡＢＣ ①", ["fine", "abc", "1"]],
  "an emoji is a word": ["party 🎉🎉 time", ["party", "🎉", "🎉", "time"]],
  "a joined emoji is its people": ["👨‍👩‍👧", ["👨", "👩", "👧"]],
  "a lone surrogate cuts": ["a\ud800b\udc00", ["a", "b"]],
  "Chinese is cut into words": ["我喜欢北京。", ["我", "喜欢", "北京"]],
  "Thai is cut into words": ["ภาษาไทย", ["ภาษา", "ไทย"]],
  "Japanese beside English": ["東京 is Tokyo", ["東京", "is", "tokyo"]],
};

describe("toWords", () => {
  test.each(Object.entries(SITUATIONS))("%s", (_situation, [text, words]) => {
    expect(toWords(text)).toEqual(words);
  });

  test("a word is the same whether or not the text around it is ASCII", () => {
    for (const word of ["rock'n2roll", "o'clock2", "80's", "a'b'c's", "4b"]) {
      expect(toWords(`${word} é`)).toEqual([...toWords(word), "e"]);
    }
  });

  test("a long run without spaces is cut like its beginning, piece by piece", () => {
    const words = toWords("我喜欢北京".repeat(2_000));
    expect(words.length).toBe(6_000);
    expect(new Set(words)).toEqual(new Set(["我", "喜欢", "北京"]));
  });
});

import { describe, expect, test } from "vitest";
import { wordEnd, wordStart } from "../../../src/analysis/byte-words.ts";

const SITUATIONS: Readonly<Record<string, readonly [text: string, words: readonly string[]]>> = {
  "no text": ["", []],
  "marks only": [" .'-_\0\n'", []],
  "a word that fills the text": ["word", ["word"]],
  "capitals stay as they are": ["Room 4B", ["Room", "4B"]],
  "an apostrophe before a letter joins": ["don't o'Clock", ["don't", "o'Clock"]],
  "a possessive ending stays on": ["Anna's", ["Anna's"]],
  "an apostrophe before a digit, a mark or the end cuts": ["a'1 a'' a'", ["a", "1", "a", "a"]],
};

describe("wordStart and wordEnd", () => {
  test.each(Object.entries(SITUATIONS))("%s", (_situation, [text, words]) => {
    expect(cut(new TextEncoder().encode(text), 0, text.length)).toEqual(words);
  });

  test("what lies around the text is not read", () => {
    const bytes = new TextEncoder().encode("xa'bx");
    expect(cut(bytes, 1, 4)).toEqual(["a'b"]);
    expect(cut(bytes, 1, 3)).toEqual(["a"]);
    expect(cut(bytes, 1, 2)).toEqual(["a"]);
    expect(cut(bytes, 1, 1)).toEqual([]);
  });
});

function cut(bytes: Uint8Array, from: number, to: number): string[] {
  const words: string[] = [];
  for (let at = wordStart(bytes, from, to); at < to;) {
    const end = wordEnd(bytes, at, to);
    words.push(new TextDecoder().decode(bytes.subarray(at, end)));
    at = wordStart(bytes, end, to);
  }
  return words;
}

import { describe, expect, test } from "vitest";
import {
  isAsciiForm,
  isPlainWord,
  possessiveStart,
  SMALL_LETTERS,
  wordEnd,
  wordStart,
} from "../../../src/analysis/byte-words.ts";
import { toBytes } from "../../../src/analysis/text-bytes.ts";

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

test("possessive endings begin behind the word, however many there are", () => {
  const starts = ["", "s", "'s", "anna", "anna's", "ANNA'S", "a's's", "anna's'", "s's"].map((word) =>
    possessiveStart(toBytes(word)),
  );
  expect(starts).toEqual([0, 1, 2, 4, 4, 4, 1, 7, 1]);
});

test("plain words, ASCII forms and small letters", () => {
  expect(["Anna", "", "a1", "a's", "é"].map((word) => isPlainWord(toBytes(word)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(["a'1 \x7f", "", "aé"].map((word) => isAsciiForm(toBytes(word)))).toEqual([true, true, false]);
  expect(Array.from(toBytes("AZ[@az0'é"), (code) => SMALL_LETTERS[code])).toEqual([...toBytes("az[@az0'é")]);
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

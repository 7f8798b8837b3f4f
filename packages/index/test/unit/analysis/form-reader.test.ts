import { describe, expect, test } from "vitest";
import { createFormReader } from "../../../src/analysis/form-reader.ts";
import { createTermBuffer } from "../../../src/analysis/term-buffer.ts";
import { createTermDictionary } from "../../../src/analysis/term-dictionary.ts";
import { toBytes } from "../../../src/analysis/text-bytes.ts";
import { CUE_ALONE, CUE_BEFORE, CUE_BEHIND } from "../../../src/analysis/time-expressions.ts";

const SITUATIONS: Readonly<Record<string, readonly [form: string, terms: readonly string[], cue: number]>> = {
  "a word is stemmed, whatever its capitals": ["RunninG", ["run"], 0],
  "possessive endings fall before the stemmer looks": ["Dogs's'S", ["dog"], 0],
  "a stop word has no term, but may have a cue": ["In", [], CUE_BEFORE],
  "a stop word with a possessive ending has none either": ["it's", [], 0],
  "an irregular form leads to its base": ["Children's", ["child"], 0],
  "a time word is a word": ["weeks", ["week"], CUE_BEHIND],
  "a time word with an ending keeps its cue": ["Yesterday's", ["yesterday"], CUE_ALONE],
  "a number may be a year": ["2019", ["2019"], CUE_ALONE + CUE_BEFORE],
  "a word is cut at 64 characters": ["x".repeat(70), ["x".repeat(64)], 0],
  "a stretch outside ASCII may hold several words": ["Züge—today", ["zuge", "today"], CUE_ALONE],
  "a character is never cut in halves": [`ø${"𐌰".repeat(40)}`, [`ø${"𐌰".repeat(31)}`], 0],
};

describe("createFormReader", () => {
  test.each(Object.entries(SITUATIONS))("%s", (_situation, [form, terms, cue]) => {
    const dictionary = createTermDictionary();
    const reader = createFormReader(dictionary);
    const ids = createTermBuffer();
    expect(reader.read(toBytes(form), ids)).toBe(cue);
    expect(Array.from(ids.ids.subarray(0, ids.count), (id) => dictionary.termOf(id))).toEqual(terms);
  });
});

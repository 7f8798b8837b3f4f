import { describe, expect, test } from "vitest";
import { allowedEdits, createSpelling } from "../../../src/spelling/spelling.ts";
import type { TermCount } from "../../../src/spelling/term-list.ts";

const TERMS: readonly TermCount[] = [
  ["accommod", 3],
  ["languag", 9],
  ["necessari", 4],
  ["restaur", 7],
  ["schizophrenia", 1],
  ["tea", 50],
  ["team", 20],
  ["teas", 60],
  ["tomorrow", 8],
];

describe("createSpelling", () => {
  const spelling = createSpelling(() => TERMS);
  const terms = (word: string): string[] => spelling.suggest(word).map(({ term }) => term);

  test.each([
    ["restuar", "restaur"],
    ["accomod", "accommod"],
    ["tommorow", "tomorrow"],
    ["neccesari", "necessari"],
    ["schizofrenia", "schizophrenia"],
    ["langauag", "languag"],
  ])("%s: %s", (word, term) => {
    expect(terms(word)).toEqual([term]);
  });

  test("fewer edits come first, then more documents", () => {
    expect(spelling.suggest("teax")).toEqual([
      { term: "teas", edits: 1, documents: 60 },
      { term: "tea", edits: 1, documents: 50 },
      { term: "team", edits: 1, documents: 20 },
    ]);
    expect(spelling.suggest("teax", 1)).toHaveLength(1);
  });

  test("a known term, a short one, a long one and a stranger get nothing", () => {
    expect(["team", "tae", "", "x".repeat(33), "xylophon"].map(terms)).toEqual([[], [], [], [], []]);
  });

  test("the terms are read once, and not before they are needed", () => {
    let reads = 0;
    const lazy = createSpelling(() => {
      reads++;
      return TERMS;
    });
    lazy.suggest("abc");
    expect(reads).toBe(0);
    lazy.suggest("restuar");
    lazy.suggest("restuar");
    expect(reads).toBe(1);
  });

  test("an index without terms suggests nothing; a bound without room is refused", () => {
    expect(createSpelling(() => []).suggest("restuar")).toEqual([]);
    expect(() => createSpelling(() => [], { maxTerms: 1 })).toThrow(RangeError);
  });
});

test("one edit for every four letters, three at most", () => {
  expect([0, 3, 4, 7, 8, 11, 12, 40].map(allowedEdits)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});

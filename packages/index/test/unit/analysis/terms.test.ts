import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";

describe("createAnalyzer", () => {
  const analyzer = createAnalyzer();
  const term = (word: string): string | undefined => analyzer.term(word);
  const terms = (text: string): string[] => analyzer.terms(text);

  test("stop words go, the others become stems, repetitions stay", () => {
    expect(terms("The dogs and the dog were running")).toEqual(["dog", "dog", "run"]);
  });

  test("an irregular form meets its base", () => {
    expect(terms("she went, children")).toEqual(["go", "child"]);
  });

  test("a text of stop words only keeps them", () => {
    expect(terms("To be or not to be")).toEqual(["to", "be", "or", "not", "to", "be"]);
  });

  test("a text without words has no terms", () => {
    expect(terms("?!")).toEqual([]);
  });

  test("one word: a stop word has no term, known or not", () => {
    expect([term("the"), term("the"), term("cities"), term("cities")]).toEqual([undefined, undefined, "citi", "citi"]);
  });

  test("names of object properties are words like others", () => {
    expect(terms("constructor __proto__ toString")).toEqual(["constructor", "proto", "tostr"]);
  });

  test("a word with digits or of another language is not stemmed", () => {
    expect(terms("mp3s größe running2")).toEqual(["mp3s", "große", "running2"]);
  });

  test("a monster word is cut at 64 characters, as a document and as a question", () => {
    const [cut] = terms("x".repeat(100_000));
    expect(cut).toBe("x".repeat(64));
    expect(term("x".repeat(70))).toBe(cut);
  });

  test("more words than the cache holds have the same terms as before", () => {
    const fresh = createAnalyzer();
    for (let i = 0; i < 100_001; i++) fresh.term(`w${i}`);
    expect(["cities", "w5", "the"].map((word) => fresh.term(word))).toEqual(["citi", "w5", undefined]);
  });
});

/**
 * Oracle: the English stemmer of `snowball-stemmers`, compiled from the published Snowball source. Ours must agree with it
 * word for word, over a whole vocabulary and over random letters.
 */
import { createRequire } from "node:module";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stemPorter2, stemPorter2Bytes } from "../../src/analysis/porter2.ts";

interface SnowballStemmers {
  newStemmer(language: string): { stem(word: string): string };
}

// Both packages are CommonJS without types.
const require = createRequire(import.meta.url);
const stemmers: SnowballStemmers = require("snowball-stemmers");
const vocabulary: readonly string[] = require("an-array-of-english-words");
const oracle = stemmers.newStemmer("english");

const LETTERS = "abcdefghijklmnopqrstuvwxyz'".split("");
/** Letters and endings the rules speak of, so that random words reach the deep steps. */
const PIECES = (
  "a e i o u y yy st l ' gener commun arsen sses ied ies us eed eedly ed edly ing ingly at bl iz " +
  "tional enci anci abli entli izer ization ational ation ator alism aliti alli fulness ousli ousness iveness iviti biliti " +
  "bli ogi fulli lessli li alize icate iciti ical ful ness ative al ance ence er ic able ible ant ement ment ent ism ate " +
  "iti ous ive ize ion"
).split(" ");

describe("stemPorter2 against the published stemmer", () => {
  test("every word of the English vocabulary has the same stem", () => {
    const different = vocabulary.filter((word) => stemPorter2(word) !== oracle.stem(word));
    expect(vocabulary.length).toBeGreaterThan(270_000);
    expect(different).toEqual([]);
  });

  test("every fifth word as a possessive has the same stem", () => {
    const possessives = vocabulary.filter((_, at) => at % 5 === 0).map((word) => `'${word}'s`);
    const different = possessives.filter((word) => stemPorter2(word) !== oracle.stem(word));
    expect(different).toEqual([]);
  });

  test("bytes have the stem of their text: every third word, and anything else", () => {
    const different = vocabulary.filter((word, at) => at % 3 === 0 && stemOfBytes(word) !== stemPorter2(word));
    expect(different).toEqual([]);
    const words = fc.oneof(
      fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 24 }),
      fc.string({ maxLength: 200 }),
    );
    fc.assert(
      fc.property(words, (word) => {
        expect(stemOfBytes(word)).toBe(stemPorter2(word));
      }),
      { numRuns: 5_000 },
    );
  });

  test("random letters have the same stem", () => {
    const words = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 24 });
    fc.assert(
      fc.property(words, (word) => {
        expect(stemPorter2(word)).toBe(oracle.stem(word));
      }),
      { numRuns: 20_000 },
    );
  });

  test("random strings of the endings the rules know have the same stem", () => {
    const words = fc.array(fc.constantFrom(...LETTERS, ...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(words, (word) => {
        expect(stemPorter2(word)).toBe(oracle.stem(word));
      }),
      { numRuns: 20_000 },
    );
  });

  test("a word with a character outside a-z and apostrophe is returned unchanged", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 16 }).filter((word) => /[^a-z']/.test(word));
    fc.assert(
      fc.property(words, (word) => {
        expect(stemPorter2(word)).toBe(word);
      }),
      { numRuns: 2_000 },
    );
  });
});

function stemOfBytes(word: string): string {
  const bytes = Buffer.from(`${word}rest`);
  return bytes.toString("utf8", 0, stemPorter2Bytes(bytes, bytes.length - 4));
}

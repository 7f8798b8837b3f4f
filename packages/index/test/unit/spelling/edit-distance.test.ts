import { describe, expect, test } from "vitest";
import { editDistance, leastEdits, letterSet } from "../../../src/spelling/edit-distance.ts";

const lettersOf = (word: string): Uint16Array => Uint16Array.from(word, (_, at) => word.charCodeAt(at));

const DISTANCES: readonly (readonly [a: string, b: string, edits: number])[] = [
  ["", "", 0],
  ["tea", "tea", 0],
  ["tea", "teas", 1],
  ["tea", "ea", 1],
  ["tea", "toa", 1],
  ["tea", "tae", 1],
  ["ca", "abc", 3], // swapped and then parted: a stretch is not edited twice
  ["restuar", "restaur", 1],
  ["kitten", "sitting", 3],
  ["größe", "grosse", 3],
];

describe("editDistance", () => {
  test.each(DISTANCES)("%j to %j: %i", (a, b, edits) => {
    expect(editDistance(lettersOf(a), lettersOf(b), 3)).toBe(edits);
    expect(editDistance(lettersOf(b), lettersOf(a), 3)).toBe(edits);
  });

  test("a distance beyond the bound is one more than the bound", () => {
    expect([0, 1, 2, 3].map((bound) => editDistance(lettersOf("kitten"), lettersOf("sitting"), bound))).toEqual([
      1, 2, 3, 3,
    ]);
    expect(editDistance(lettersOf("a"), lettersOf("abcdef"), 3)).toBe(4);
  });

  test("letter sets promise edits that are needed at the least", () => {
    const least = (a: string, b: string): number => leastEdits(letterSet(lettersOf(a)), letterSet(lettersOf(b)));
    expect([least("tea", "eat"), least("tea", "teas"), least("tea", "toa"), least("abcdef", "uvwxyz")]).toEqual([
      0, 1, 1, 6,
    ]);
  });
});

import { expect, test } from "vitest";
import { alignedSimilarity01, commonEnds, similarity01 } from "../../../src/delta/similarity.ts";

const utf8 = new TextEncoder();
const text = utf8.encode("The meeting with Ada is on Tuesday at noon in the small room beside the library.");
const edited = utf8.encode("Our meeting with Ada is on Wednesday at noon in the large room beside the library.");

test("ends never overlap", () => {
  expect(commonEnds(utf8.encode("aaa"), utf8.encode("aaaaa"))).toEqual({ prefixBytes: 3, suffixBytes: 0 });
  expect(commonEnds(utf8.encode("abcab"), utf8.encode("ab"))).toEqual({ prefixBytes: 2, suffixBytes: 0 });
  expect(commonEnds(utf8.encode("xya"), utf8.encode("xza"))).toEqual({ prefixBytes: 1, suffixBytes: 1 });
});

test("one edit is seen in full, several only by aligning", () => {
  expect(similarity01(utf8.encode("abcdefghij"), utf8.encode("abcdXfghij"))).toBe(0.9);
  expect(similarity01(text, edited)).toBeLessThan(0.5);
  expect(alignedSimilarity01(text, edited, 0.8)).toBeGreaterThan(0.8);
});

test("equal, empty and foreign contents", () => {
  const none = new Uint8Array(0);
  expect([similarity01(text, text), alignedSimilarity01(text, text, 0.9)]).toEqual([1, 1]);
  expect([similarity01(none, none), alignedSimilarity01(none, none, 0.9)]).toEqual([1, 1]);
  expect([similarity01(none, text), alignedSimilarity01(none, text, 0.1)]).toEqual([0, 0]);
  expect(alignedSimilarity01(text, utf8.encode("Something else."), 0.5)).toBe(0);
});

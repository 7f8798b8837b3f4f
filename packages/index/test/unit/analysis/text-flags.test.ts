import { describe, expect, test } from "vitest";
import { endsAsQuestion, FLAG_QUESTION, FLAG_TIME_EXPRESSION, textFlags } from "../../../src/analysis/text-flags.ts";

const ENDINGS: readonly (readonly [text: string, isQuestion: boolean])[] = [
  ["", false],
  [" \t\n", false],
  ["?", true],
  ["Really?", true],
  ["Really? \r\n\v\f\t", true],
  ["Really?\u00a0\u2003\u3000\ufeff \u2028", true],
  ["Really?!", false],
  ["Really? Yes", false],
  ["Really? 🎉", false],
  ["Really? 北京\u00a0", false],
  ["北京\u3000", false],
  ["Really?\u200b", false],
  ["Really?\0", false],
];

describe("the question flag", () => {
  test.each(ENDINGS)("%j: %s", (text, isQuestion) => {
    expect(endsAsQuestion(new TextEncoder().encode(text))).toBe(isQuestion);
    expect(textFlags(text)).toBe(isQuestion ? FLAG_QUESTION : 0);
  });

  test("torn bytes behind the mark are no white space", () => {
    expect(endsAsQuestion(Uint8Array.of(0x3f, 0xc2))).toBe(false);
    expect(endsAsQuestion(Uint8Array.of(0x3f, 0xc2, 0xa0))).toBe(true);
  });
});

test("both flags add up, and their numbers are those that segments hold", () => {
  expect(textFlags("Did you go yesterday? ")).toBe(FLAG_QUESTION + FLAG_TIME_EXPRESSION);
  expect([FLAG_QUESTION, FLAG_TIME_EXPRESSION]).toEqual([1, 2]);
});

import { expect, test } from "vitest";
import { FUNCTION_WORDS } from "../../../src/reading/function-words.ts";
import { VOICES } from "../../../src/reading/voice.ts";

test("pronouns say who speaks to whom", () => {
  expect(["i'd", "mine", "ourselves", "you'll", "they", "ada"].map((word) => VOICES.get(word))).toEqual([
    "I",
    "I",
    "we",
    "you",
    undefined,
    undefined,
  ]);
});

test("every pronoun is a function word: the reading asks for a voice only there", () => {
  for (const word of ["i", "me", "myself", "we", "us", "we'll", "you", "yours", "yourselves", "you've"]) {
    expect([word, VOICES.has(word), FUNCTION_WORDS.has(word)]).toEqual([word, true, true]);
  }
});

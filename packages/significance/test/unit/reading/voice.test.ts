import { expect, test } from "vitest";
import { isFunctionWord } from "../../../src/reading/function-words.ts";
import { voiceOf } from "../../../src/reading/voice.ts";

test("pronouns say who speaks to whom", () => {
  expect(["i'd", "mine", "ourselves", "you'll", "they", "ada"].map(voiceOf)).toEqual([
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
    expect([word, voiceOf(word) !== undefined, isFunctionWord(word)]).toEqual([word, true, true]);
  }
});

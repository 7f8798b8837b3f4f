import { expect, test } from "vitest";
import { isFunctionWord } from "../../../src/reading/function-words.ts";

test("closed classes and their contractions are function words, nouns and negated verbs of meaning are not", () => {
  for (const word of ["the", "whom", "hasn't", "they've", "upon", "gonna"]) expect(isFunctionWord(word)).toBe(true);
  for (const word of ["bee", "refuse", "constructor", "toString", ""]) expect(isFunctionWord(word)).toBe(false);
});

import { expect, test } from "vitest";
import { FUNCTION_WORDS } from "../../../src/reading/function-words.ts";

test("closed classes and their contractions are function words, nouns and negated verbs of meaning are not", () => {
  for (const word of ["the", "whom", "hasn't", "they've", "upon", "gonna"]) expect(FUNCTION_WORDS.has(word)).toBe(true);
  for (const word of ["bee", "refuse", "constructor", "toString", ""]) expect(FUNCTION_WORDS.has(word)).toBe(false);
});

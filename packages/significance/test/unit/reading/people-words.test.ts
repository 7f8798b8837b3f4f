import { expect, test } from "vitest";
import { PEOPLE_WORDS } from "../../../src/reading/people-words.ts";
import { toTerm } from "../../../src/reading/term.ts";

test("people are told by what they are, in singular and plural", () => {
  for (const word of ["mom", "daughters", "children", "roommate", "puppies"])
    expect(PEOPLE_WORDS.has(toTerm(word)!)).toBe(true);
  expect(PEOPLE_WORDS.has("boiler")).toBe(false);
});

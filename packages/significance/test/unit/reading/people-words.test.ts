import { expect, test } from "vitest";
import { isPeopleWord } from "../../../src/reading/people-words.ts";
import { toTerm } from "../../../src/reading/term.ts";

test("people are told by what they are, in singular and plural", () => {
  for (const word of ["mom", "daughters", "children", "roommate", "puppies"])
    expect(isPeopleWord(toTerm(word)!)).toBe(true);
  expect(isPeopleWord("boiler")).toBe(false);
});

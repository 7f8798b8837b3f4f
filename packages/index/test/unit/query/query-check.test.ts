import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { parseQuery } from "../../../src/query/parse-query.ts";
import { createQueryCheck } from "../../../src/query/query-check.ts";

const memory = {
  text: "Anna walked the dogs to the Green Door",
  type: "note",
  tags: ["home", "pets"],
  session: "s1",
  speaker: "Anna",
};

const SITUATIONS: Readonly<Record<string, boolean>> = {
  '"green door"': true,
  '"green doors"': false,
  '"the dogs" "green door"': true,
  '"the dogs" "red door"': false,
  "-cat": true,
  "-dog": false,
  "-walking": false,
  '-"dog"': true,
  '-"the dogs"': false,
  "-the": false,
  "-to-the-green": false,
  "-tag:pets": false,
  "-tag:work": true,
  "-type:note": false,
  "-session:s1": false,
  "-session:s2": true,
  "-speaker:Anna": false,
};

describe("createQueryCheck", () => {
  test.each(Object.entries(SITUATIONS))("%s lets the memory pass: %s", (query, passes) => {
    expect(createQueryCheck(parseQuery(query), createAnalyzer())?.(memory)).toBe(passes);
  });

  test("a query of words and filters has nothing to check", () => {
    expect(createQueryCheck(parseQuery("green door tag:home"), createAnalyzer())).toBe(undefined);
  });

  test("a memory without session and speaker is not excluded by them", () => {
    const { text, type, tags } = memory;
    const check = createQueryCheck(parseQuery("-session:s1 -speaker:Anna"), createAnalyzer());
    expect(check?.({ text, type, tags })).toBe(true);
  });
});

import { expect, test } from "vitest";
import { narrowFilter } from "../../../src/query/narrow-filter.ts";

test("both filters count: tags add up, types meet, times and importance narrow", () => {
  const options = { types: ["note", "fact"], tags: ["a"], after: 10, before: 100, minImportance: 0.5 };
  const query = { types: ["fact", "ghost"], tags: ["b", "a"], after: 5, before: 50, session: "s" };
  expect(narrowFilter(options, query)).toEqual({
    types: ["fact"],
    tags: ["a", "b"],
    session: "s",
    speaker: undefined,
    after: 10,
    before: 50,
    minImportance: 0.5,
  });
});

test("filters that exclude each other pass nothing", () => {
  expect(narrowFilter({ types: ["note"] }, { types: ["fact"] })).toBe(undefined);
  expect(narrowFilter({ session: "a" }, { session: "b" })).toBe(undefined);
  expect(narrowFilter({ speaker: "a" }, { speaker: "b" })).toBe(undefined);
});

test("an empty list of types filters nothing", () => {
  expect(narrowFilter({ types: [] }, { types: ["fact"] })?.types).toEqual(["fact"]);
  expect(narrowFilter({ types: ["fact"] }, {})?.types).toEqual(["fact"]);
});

import { expect, test } from "vitest";
import { createDictionary } from "../../../src/partition/dictionary.ts";

test("a name gets a number at its first use and keeps it", () => {
  const dictionary = createDictionary();
  expect(["a", "b", "a", "__proto__", "constructor"].map((name) => dictionary.toOrdinal(name))).toEqual([
    0, 1, 0, 2, 3,
  ]);
  expect([...dictionary.names()]).toEqual(["a", "b", "__proto__", "constructor"]);
  expect(dictionary.size).toBe(4);
});

test("finding does not make a number", () => {
  const dictionary = createDictionary();
  expect(dictionary.find("toString")).toBeUndefined();
  expect(dictionary.size).toBe(0);
});

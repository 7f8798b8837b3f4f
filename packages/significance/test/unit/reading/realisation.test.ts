import { expect, test } from "vitest";
import { lookUp } from "../../../src/reading/lexicon.ts";
import { realisationOf } from "../../../src/reading/realisation.ts";

function realisation(lower: string, before?: string): string | undefined {
  return realisationOf({ lower, listed: lookUp(lower) }, before === undefined ? undefined : { lower: before });
}

test("single words and pairs say that something became clear", () => {
  expect(realisation("realised", "i")).toBe("realised");
  expect(realisation("out", "turns")).toBe("turns out");
  expect(realisation("out", "found")).toBe("found out");
  expect(realisation("time", "first")).toBe("first time");
});

test("half a pair says nothing", () => {
  expect(realisation("out")).toBeUndefined();
  expect(realisation("out", "went")).toBeUndefined();
  expect(realisation("time", "last")).toBeUndefined();
});

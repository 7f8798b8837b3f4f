import { expect, test } from "vitest";
import { realisationOf } from "../../../src/reading/realisation-words.ts";

test("single words and pairs say that something became clear", () => {
  expect(realisationOf("realised", "i")).toBe("realised");
  expect(realisationOf("out", "turns")).toBe("turns out");
  expect(realisationOf("out", "found")).toBe("found out");
  expect(realisationOf("time", "first")).toBe("first time");
});

test("half a pair says nothing", () => {
  expect(realisationOf("out", "")).toBeUndefined();
  expect(realisationOf("out", "went")).toBeUndefined();
  expect(realisationOf("time", "last")).toBeUndefined();
});

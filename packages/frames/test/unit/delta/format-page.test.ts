import { expect, test } from "vitest";
import { decodeDelta, deltaBaseDistance, encodeDelta } from "../../../src/delta/delta.ts";
import { exampleOf } from "../../support/format-pages.ts";

const utf8 = new TextEncoder();
const base = utf8.encode("Ada lives in Paris, near the river, with her cat. She likes tea.");
const content = utf8.encode("Ada lives in Berlin, near the river, with her cat. She likes tea.");
const example = exampleOf("delta.md");

test("the worked example of the format page decodes to what the page says", () => {
  expect(deltaBaseDistance(example)).toBe(1);
  expect(decodeDelta(base, example)).toEqual(content);
});

test("the worked example encodes to the same bytes", () => {
  expect(encodeDelta(base, content, 1)).toEqual(example);
});

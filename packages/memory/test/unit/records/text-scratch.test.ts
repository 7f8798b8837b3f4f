import { expect, test } from "vitest";
import { createTextScratch } from "../../../src/records/text-scratch.ts";

test("a text of any length and script is its UTF-8", () => {
  const encode = createTextScratch();
  for (const text of ["", "tea", "Grüße", "日本 🐝", "é".repeat(21_845), "a".repeat(100_000)])
    expect(Buffer.from(encode(text)).toString()).toBe(text);
});

test("what was given before is written over", () => {
  const encode = createTextScratch();
  const before = encode("tea");
  encode("bee");
  expect(Buffer.from(before).toString()).toBe("bee");
});

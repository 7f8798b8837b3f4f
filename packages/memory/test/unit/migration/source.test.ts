import { expect, test } from "vitest";
import { assertFields, toItem, unreadable } from "../../../src/migration/source.ts";

test("a TypeError is the item's own fault, anything else is thrown on", () => {
  const item = toItem(() => {
    throw new TypeError("a memory has no content");
  });
  expect(item).toEqual({ kind: "unreadable", reason: "a memory has no content" });
  expect(() => unreadable(new Error("disk"))).toThrow("disk");
});

test.each([null, 5, "x", [], true])("%j has no fields", (value) => {
  expect(() => assertFields(value)).toThrow("a memory is no object");
});

import { expect, test } from "vitest";
import { oneOf, toCount, UsageError } from "../src/arguments.ts";

test.each(["", " ", "x", "1.5", "0", "-3", "1e99", "Infinity"])(
  "%j is no count, and the message names the option",
  (said) => {
    expect(() => toCount("frames", said)).toThrow(UsageError);
    expect(() => toCount("frames", said)).toThrow(`--frames must be a whole number of at least 1, not "${said}"`);
  },
);

test("a count is read, from its least on", () => {
  expect([toCount("frames", "1000"), toCount("frames", "1e3"), toCount("questions", "0", 0)]).toEqual([1000, 1000, 0]);
  expect(() => toCount("dimensions", "127", 128)).toThrow("at least 128");
});

test("one of the words is that word, any other is refused with the list", () => {
  expect(oneOf("hops", ["auto", "off"], "off")).toBe("off");
  expect(() => oneOf("hops", ["auto", "off"], "of")).toThrow('--hops is one of auto, off, not "of"');
});

import { expect, test } from "vitest";
import { seek } from "../../../../src/vectors/stored/seek.ts";

test("the first number that is large enough, from a place on", () => {
  const numbers = [2, 4, 4, 7, 9, 12, 13, 20];
  for (let from = 0; from <= numbers.length; from++) {
    for (let wanted = 0; wanted < 22; wanted++) {
      const naive = numbers.findIndex((number, at) => at >= from && number >= wanted);
      expect(seek(numbers, wanted, from)).toBe(naive < 0 ? numbers.length : naive);
    }
  }
});

import { expect, test } from "vitest";
import { lookUp } from "../../../src/reading/lexicon.ts";
import { timeSignOf } from "../../../src/reading/time-signs.ts";

function signs(text: string): (string | undefined)[] {
  const words = text.split(" ").map((word) => {
    const lower = word.toLowerCase();
    return { text: word, lower, listed: lookUp(lower) };
  });
  return words.map((word, at) => timeSignOf(word, words[at - 1]));
}

test("points of time: names of days and months, years, times, days of the month", () => {
  expect(signs("Tuesday october 1953 10:30 9am 3rd tomorrow")).toEqual(Array.from({ length: 7 }, () => "point"));
  expect(signs("4711 7 10:3 red")).toEqual(Array.from({ length: 4 }, () => undefined));
});

test("a span is a point after a pointer", () => {
  expect(signs("last week the week")).toEqual([undefined, "point", undefined, undefined]);
});

test("march and may are months when they are capitalised inside a sentence", () => {
  expect(signs("March in May may march")).toEqual([undefined, undefined, "point", undefined, undefined]);
});

test("told events and plans", () => {
  expect(signs("went painted red was will")).toEqual(["event", "event", undefined, undefined, "plan"]);
});

import { describe, expect, test } from "vitest";
import { asksForTime, namedDates, type NamedDate } from "../../../src/analysis/time-words.ts";

describe("asksForTime", () => {
  test.each(["When did she go?", "how long is it", "Which month was it", "what year"])("%s", (text) => {
    expect(asksForTime(text)).toBe(true);
  });

  test.each(["whenever", "how longer", "what colour", "which yearling", ""])("not: %s", (text) => {
    expect(asksForTime(text)).toBe(false);
  });
});

describe("namedDates", () => {
  const SITUATIONS: Readonly<Record<string, readonly NamedDate[]>> = {
    "what happened on 2023-05-07?": [{ year: 2023, month: 5, day: 7 }],
    "what happened in 2023-05?": [{ year: 2023, month: 5 }],
    "on 7 May 2023": [{ year: 2023, month: 5, day: 7 }],
    "on the 7th of may, 2023": [{ year: 2023, month: 5, day: 7 }],
    "on May 7th, 2023": [{ year: 2023, month: 5, day: 7 }],
    "on Sept. 3": [{ month: 9, day: 3 }],
    "on 31 February": [{ month: 2, day: 31 }],
    "in June": [{ month: 6 }],
    "in june 2022": [{ year: 2022, month: 6 }],
    "in may 2022": [{ year: 2022, month: 5 }],
    "in March": [{ month: 3 }],
    "may we march": [],
    "the decoration of marching januaries": [],
    "in 2022 and 2023": [{ year: 2022 }, { year: 2023 }],
    "between 3 June and 5 July 2021": [
      { month: 6, day: 3 },
      { year: 2021, month: 7, day: 5 },
    ],
    "call 12345": [],
    "\n": [],
  };
  test.each(Object.entries(SITUATIONS))("%s", (question, dates) => {
    expect(namedDates(question).map(withoutGaps)).toEqual(dates);
  });

  test("a month that is a name here is no month alone, but is one with a year", () => {
    const names = new Set(["april"]);
    expect(namedDates("What did April say?", names)).toEqual([]);
    expect(namedDates("What did April say in April 2023?", names).map(withoutGaps)).toEqual([{ year: 2023, month: 4 }]);
  });

  test("a question of ten thousand dates names the first 64", () => {
    expect(namedDates("2023-05-07 ".repeat(10_000)).length).toBe(64);
  });

  function withoutGaps(date: NamedDate): NamedDate {
    return Object.fromEntries(Object.entries(date).filter(([, part]) => part !== undefined));
  }
});

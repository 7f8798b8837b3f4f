import { describe, expect, test } from "vitest";
import {
  CUE_ALONE,
  CUE_BEFORE,
  CUE_BEHIND,
  hasTimeExpression,
  timeCue,
} from "../../../src/analysis/time-expressions.ts";

describe("hasTimeExpression", () => {
  test.each([
    "We met yesterday.",
    "Last week we moved",
    "in 2019 or so",
    "at 7 pm",
    "at 7:30pm",
    "on Friday",
    "since April",
    "in may",
    "three years ago",
    "a couple of days",
    "12 weeks",
  ])("%s", (text) => {
    expect(hasTimeExpression(text)).toBe(true);
  });

  test.each(["I may come", "they march on", "room 12345", "a sunflower", "", "2199 steps", "120 pm2"])(
    "not: %s",
    (text) => {
      expect(hasTimeExpression(text)).toBe(false);
    },
  );
});

describe("timeCue", () => {
  const SITUATIONS: Readonly<Record<string, number>> = {
    "": 0,
    "'": 0,
    tea: 0,
    Yesterday: CUE_ALONE,
    "today's": CUE_ALONE,
    "2019": CUE_ALONE + CUE_BEFORE,
    "2199": CUE_BEFORE,
    "7pm": CUE_ALONE,
    "730pm": 0,
    pm: CUE_BEHIND,
    weeks: CUE_BEHIND,
    "Year's": CUE_BEHIND,
    may: CUE_BEHIND,
    last: CUE_BEFORE,
    of: CUE_BEFORE,
    "12": CUE_BEFORE,
    é12: CUE_BEFORE,
    "“yesterday”…": CUE_ALONE,
    "day—in": CUE_BEHIND + CUE_BEFORE,
    "today\u212a": CUE_ALONE,
    today_: 0,
  };
  test.each(Object.entries(SITUATIONS))("%j promises %i", (word, cue) => {
    expect(timeCue(word)).toBe(cue);
  });
});

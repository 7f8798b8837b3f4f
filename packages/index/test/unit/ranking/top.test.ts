import { expect, test } from "vitest";
import { createTop, type Ranked } from "../../../src/ranking/top.ts";

const byScore = (a: Ranked, b: Ranked): boolean => a.score > b.score || (a.score === b.score && a.ordinal < b.ordinal);

test("fewer candidates than places come back sorted", () => {
  const top = createTop(5, byScore);
  for (const [ordinal, score] of [1, 3, 2].entries()) top.offer({ ordinal, score });
  expect(top.toSorted().map(({ score }) => score)).toEqual([3, 2, 1]);
  expect(top.floor).toBe(Number.NEGATIVE_INFINITY);
});

test("the floor is the least score that is kept, once all places are taken", () => {
  const top = createTop(2, byScore);
  for (const [ordinal, score] of [1, 3, 2, 0].entries()) top.offer({ ordinal, score });
  expect(top.floor).toBe(2);
  expect(top.toSorted().map(({ ordinal }) => ordinal)).toEqual([1, 2]);
});

test("no places keep nothing", () => {
  const top = createTop(0, byScore);
  top.offer({ ordinal: 0, score: 1 });
  expect(top.toSorted()).toEqual([]);
});

import { expect, test } from "vitest";
import { planMerge } from "../../../../src/vectors/stored/merge-plan.ts";

const segments = (...counts: number[]) => counts.map((count) => ({ count, liveCount: count }));

test("four of a tier are merged, three are not", () => {
  expect(planMerge(segments(20, 20, 20), 1000)).toBeUndefined();
  const four = segments(20, 300, 25, 30, 16);
  expect(planMerge(four, 1000)).toEqual(four.filter(({ count }) => count < 100));
});

test("segments that are half full are full", () => {
  expect(planMerge(segments(600, 600, 600, 600), 1000)).toBeUndefined();
});

test("a segment is written anew when more than a quarter of it is dead", () => {
  expect(planMerge([{ count: 100, liveCount: 75 }], 10)).toBeUndefined();
  const decayed = { count: 100, liveCount: 74 };
  expect(planMerge([...segments(3), decayed], 10)).toEqual([decayed]);
  expect(planMerge([{ count: 1, liveCount: 0 }], 10)).toHaveLength(1);
});

test("plans end: whatever the segments, following them leads to one that needs nothing", () => {
  let state = segments(...Array.from({ length: 200 }, (_, at) => 1 + ((at * 37) % 50)));
  for (let merged = planMerge(state, 1000), turns = 0; merged !== undefined; merged = planMerge(state, 1000)) {
    const count = merged.reduce((sum, { liveCount }) => sum + liveCount, 0);
    state = [...state.filter((segment) => !merged!.includes(segment)), ...segments(count)];
    expect(++turns).toBeLessThan(200);
  }
  expect(state.length).toBeLessThan(20);
});

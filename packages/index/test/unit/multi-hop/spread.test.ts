import { expect, test } from "vitest";
import { SPREAD_HITS, spreadSessions, type SpreadOptions } from "../../../src/multi-hop/spread.ts";

interface Turn {
  readonly score: number;
  readonly session: string | undefined;
}

const options: SpreadOptions<Turn> = { sessionOf: ({ session }) => session, costOfOne: 0.25 };
const hit = (score: number, session?: string): Turn => ({ score, session });

test("of nearly equal hits the one from another session comes first", () => {
  const hits = [hit(5, "a"), hit(4.9, "a"), hit(4.8, "b")];
  expect(spreadSessions(hits, options)).toEqual([
    { hit: hits[0], cost: 0 },
    { hit: hits[2], cost: 0 },
    { hit: hits[1], cost: -0.25 },
  ]);
});

test("a clearly better hit stays where it is", () => {
  const hits = [hit(5, "a"), hit(4.9, "a"), hit(3, "b")];
  expect(spreadSessions(hits, options).map((one) => one.hit)).toEqual(hits);
});

test("memories that stand alone cost each other nothing", () => {
  const hits = [hit(5), hit(4.9), hit(4.8)];
  expect(spreadSessions(hits, options).map(({ cost }) => cost)).toEqual([0, 0, 0]);
});

test("equal worth keeps the order that it came in", () => {
  const hits = [hit(5, "a"), hit(5, "b"), hit(5, "c")];
  expect(spreadSessions(hits, options).map((one) => one.hit)).toEqual(hits);
});

test("what stands below the first thirty keeps its order and moves down with them", () => {
  const hits = Array.from({ length: SPREAD_HITS + 2 }, (_, at) => hit(100 - at / 100, "a"));
  const spread = spreadSessions(hits, options);
  expect(spread.map((one) => one.hit)).toEqual(hits);
  const scores = spread.map((one) => one.hit.score + one.cost);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(spread.at(-1)!.cost).toBe(spread.at(-2)!.cost);
});

test("no hits stay no hits", () => expect(spreadSessions([], options)).toEqual([]));

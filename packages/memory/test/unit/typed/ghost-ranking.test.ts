import { toFrameId } from "@vidmem/frames";
import type { IndexHit, ScoreParts } from "@vidmem/index";
import { expect, test } from "vitest";
import { toRecord } from "../../../src/records/record.ts";
import type { GhostHit } from "../../../src/typed/ghost-index.ts";
import { rankTogether, type RankedHit } from "../../../src/typed/ghost-ranking.ts";

const words = (weights: Record<string, number>): ScoreParts => ({
  terms: Object.entries(weights).map(([term, weight]) => ({ term, weight, turnsAway: 0 })),
});
const stored = (ref: number, score: number, why: ScoreParts): IndexHit => ({ ref, score, why });
const ghost = (ref: number, score: number, why: ScoreParts): GhostHit => ({
  ghost: {
    id: toFrameId(ref.toString(16).padStart(16, "0")),
    ref,
    record: toRecord({ content: "boo", type: "ghost" }, 0),
    savedAt: 0,
    access: { count: 0 },
  },
  score,
  why,
});

const refOf = (hit: RankedHit): number => (hit.ghost === undefined ? hit.ref : hit.ghost.ref);

test("without stored hits, ghosts come by their own scores", () => {
  const ranked = rankTogether([], [ghost(1, 0.2, words({ a: 0.2 })), ghost(2, 0.1, words({ a: 0.1 }))], 10);
  expect(ranked.map(({ score }) => score)).toEqual([0.2, 0.1]);
});

test("a ghost's word weighs what it weighs in the best stored hit that has it, an unknown one as much as the heaviest", () => {
  const hits = [stored(1, 7, words({ bees: 5, roof: 2 })), stored(2, 3, words({ roof: 3 }))];
  const ghosts = [ghost(3, 0.3, words({ roof: 0.3 })), ghost(4, 0.6, words({ roof: 0.3, hive: 0.3 }))];
  const ranked = rankTogether(hits, ghosts, 10);
  expect(ranked.map((hit) => [refOf(hit), hit.score])).toEqual([
    [4, 8],
    [1, 7],
    [3, 3],
    [2, 3],
  ]);
});

test("a weak ghost does not push out better stored hits", () => {
  const hits = [stored(1, 9, words({ bees: 6, keeps: 3 })), stored(2, 8, words({ bees: 6, keeps: 2 }))];
  const ranked = rankTogether(hits, [ghost(3, 99, words({ keeps: 99 }))], 2);
  expect(ranked.map(refOf)).toEqual([1, 2]);
});

test("where vectors decide, a ghost takes the score of the stored hit that is just less similar", () => {
  const hits = [stored(1, 1, { cosine: 0.9 }), stored(2, 0.4, { cosine: 0.5 })];
  const ranked = rankTogether(hits, [ghost(3, 1, { cosine: 0.7 }), ghost(4, 1, { cosine: 0.1 })], 10);
  expect(ranked.map((hit) => [refOf(hit), hit.score])).toEqual([
    [1, 1],
    [3, 0.4],
    [2, 0.4],
    [4, 0],
  ]);
});

test("without words, importances compare as they are", () => {
  const ranked = rankTogether([stored(1, 0.8, {}), stored(2, 0.2, {})], [ghost(3, 0.5, {})], 10);
  expect(ranked.map(refOf)).toEqual([1, 3, 2]);
});

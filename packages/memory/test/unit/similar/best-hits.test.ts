import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createBestHits } from "../../../src/similar/best-hits.ts";

test("the best of any stream are those of sorting all of it, ties in their order", () => {
  const scores = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 });
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 8 }), fc.integer({ min: -4, max: 4 }), (stream, limit, least) => {
      const best = createBestHits<number>(limit, least);
      for (const [at, score] of stream.entries()) best.offer(at, score);
      const sorted = stream
        .map((score, candidate) => ({ candidate, score }))
        .filter(({ score }) => score >= least)
        .toSorted((a, b) => b.score - a.score)
        .slice(0, limit);
      expect(best.toSorted()).toEqual(sorted);
    }),
  );
});

test("the floor rises to what could still enter", () => {
  const best = createBestHits<string>(1, 0);
  expect(best.floor).toBe(0);
  best.offer("a", 0.5);
  best.offer("b", 0.9);
  expect(best.floor).toBe(0.9);
  best.offer("nan", Number.NaN);
  expect(best.toSorted()).toEqual([{ candidate: "b", score: 0.9 }]);
});

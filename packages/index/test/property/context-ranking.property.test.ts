/** Laws: the ranking is the formula of docs/ranking.md, now and at every earlier time; explanations add up to scores. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IndexHit } from "../../src/document.ts";
import { live, lives, NAMESPACES, questions, times } from "./corpora.ts";
import { disagreements } from "./disagreements.ts";
import { playSteps } from "./naive-ranking.ts";

const ALL = 10_000;
const namespaces = fc.constantFrom(...NAMESPACES);

describe("context ranking against the formula", () => {
  test("the present", async () => {
    await fc.assert(
      fc.asyncProperty(lives, questions, namespaces, async (steps, question, namespace) => {
        const hits = await live(steps).search({ text: question.text, namespace, mode: "lexical", limit: ALL });
        const world = playSteps(steps, namespace, Number.POSITIVE_INFINITY);
        expect(disagreements(hits, world, question)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("any time before", async () => {
    await fc.assert(
      fc.asyncProperty(lives, questions, namespaces, times, async (steps, question, namespace, asOf) => {
        const hits = await live(steps).search({ text: question.text, namespace, mode: "lexical", limit: ALL, asOf });
        expect(disagreements(hits, playSteps(steps, namespace, asOf), question)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("as of a time is what an index said that was made from nothing later", async () => {
    await fc.assert(
      fc.asyncProperty(lives, questions, times, async (steps, { text }, asOf) => {
        const byThen = steps.filter((step) => ("add" in step ? step.add.savedAt : step.at) <= asOf);
        const query = { text, limit: ALL, explain: true, namespace: "*" };
        for (const mode of ["lexical", "vector", "hybrid"] as const) {
          expect(await live(steps).search({ ...query, mode, asOf })).toEqual(
            await live(byThen).search({ ...query, mode }),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  test("fewer hits are the first of many", async () => {
    await fc.assert(
      fc.asyncProperty(lives, questions, fc.integer({ min: 1, max: 10 }), async (steps, { text }, limit) => {
        const index = live(steps);
        expect(await index.search({ text, limit })).toEqual((await index.search({ text, limit: ALL })).slice(0, limit));
      }),
      { numRuns: 300 },
    );
  });
});

test("the parts of an explanation add up to the score", async () => {
  await fc.assert(
    fc.asyncProperty(lives, questions, times, async (steps, { text }, asOf) => {
      const index = live(steps);
      for (const hit of await index.search({ text, limit: ALL, asOf, mode: "lexical", explain: true })) {
        expect(Math.abs(sumOfParts(hit) - hit.score)).toBeLessThan(1e-9);
      }
      for (const hit of await index.search({ text, limit: ALL, asOf, mode: "hybrid", explain: true })) {
        expect(Math.abs(sumOfParts(hit) - hit.why!.lexical!)).toBeLessThan(1e-9);
      }
    }),
    { numRuns: 300 },
  );
});

function sumOfParts({ why }: IndexHit): number {
  const { terms = [], session = 0, speaker = 0, date = 0, when = 0, question = 0 } = why!;
  return terms.reduce((sum, { weight }) => sum + weight, 0) + session + speaker + date + when + question;
}

/** Laws of the second hop: it spreads as the definition says, hides and foresees nothing, and explains itself. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../src/analysis/terms.ts";
import type { IndexHit } from "../../src/document.ts";
import { asksForSeveral } from "../../src/multi-hop/list-question.ts";
import { SPREAD_HITS, spreadSessions } from "../../src/multi-hop/spread.ts";
import { live, lives, questions, SESSIONS, times, TYPES } from "./corpora.ts";
import { naiveScores, playSteps, type NaiveQuestion } from "./naive-ranking.ts";

const ALL = 10_000;
const analyzer = createAnalyzer();

/** Every one asks for several things: pets are a kind, and "dog" is in the texts. */
const listQuestions: fc.Arbitrary<NaiveQuestion> = questions.map(({ date, text }) => ({
  text: `what pets ${text.replace("when did", "")}`,
  date,
  when: false,
}));

test("the questions of these laws ask for several things", () => {
  fc.assert(fc.property(listQuestions, ({ text }) => asksForSeveral(text, analyzer)));
});

const ranked = fc
  .array(fc.record({ score: fc.integer({ min: -20, max: 20 }), session: fc.option(fc.nat(4), { nil: undefined }) }), {
    maxLength: SPREAD_HITS + 10,
  })
  .map((hits) => hits.toSorted((a, b) => b.score - a.score));
const costs = fc.constantFrom(0.25, 1, 3);
const sessionOf = ({ session }: { readonly session: number | undefined }): number | undefined => session;

describe("spreading", () => {
  test("the next is always the best of those that are left, counting what its session has had", () => {
    fc.assert(
      fc.property(ranked, costs, (hits, cost) => {
        const spread = spreadSessions(hits, { sessionOf, costOfOne: cost }).slice(0, SPREAD_HITS);
        const worth = (hit: (typeof hits)[number], place: number): number => {
          const before = spread.slice(0, place).filter((one) => one.hit.session === hit.session).length;
          return hit.score - (hit.session === undefined ? 0 : cost * before);
        };
        for (const [place, one] of spread.entries()) {
          expect(one.hit.score + one.cost).toBe(worth(one.hit, place));
          for (const later of spread.slice(place))
            expect(worth(later.hit, place)).toBeLessThanOrEqual(worth(one.hit, place));
        }
      }),
    );
  });

  test("the same hits come out, scores never grow, and fewer are the first of many", () => {
    fc.assert(
      fc.property(ranked, costs, (hits, cost) => {
        const spread = spreadSessions(hits, { sessionOf, costOfOne: cost });
        expect(new Set(spread.map(({ hit }) => hit))).toEqual(new Set(hits));
        const scores = spread.map(({ hit, cost: added }) => hit.score + added);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        const fewer = Math.max(SPREAD_HITS, hits.length - 5);
        expect(spreadSessions(hits.slice(0, fewer), { sessionOf, costOfOne: cost })).toEqual(spread.slice(0, fewer));
      }),
    );
  });
});

describe("a search in two hops", () => {
  test("a filter hides, and changes nothing but what sessions cost", async () => {
    const filters = fc.record(
      { types: fc.subarray([...TYPES], { minLength: 1 }), session: fc.constantFrom(...SESSIONS) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(lives, listQuestions, filters, async (steps, { text }, filter) => {
        const index = live(steps);
        const query = { text, limit: ALL, explain: true };
        const visible = new Set(index.select(filter));
        const all = await index.search(query);
        const expected = all.filter(({ ref }) => visible.has(ref)).map(withoutSpread);
        const found = (await index.search({ ...query, ...filter })).map(withoutSpread);
        expect(byRef(found)).toEqual(byRef(expected));
      }),
      { numRuns: 150 },
    );
  });

  test("as of a time is what an index said that was made from nothing later", async () => {
    await fc.assert(
      fc.asyncProperty(lives, listQuestions, times, async (steps, { text }, asOf) => {
        const byThen = steps.filter((step) => ("add" in step ? step.add.savedAt : step.at) <= asOf);
        const query = { text, limit: ALL, explain: true, namespace: "*" };
        for (const mode of ["lexical", "hybrid"] as const)
          expect(await live(steps).search({ ...query, mode, asOf })).toEqual(
            await live(byThen).search({ ...query, mode }),
          );
      }),
      { numRuns: 60 },
    );
  });

  test("the parts add up to the score, and without the second hop's to the formula", async () => {
    await fc.assert(
      fc.asyncProperty(lives, listQuestions, async (steps, question) => {
        const formula = naiveScores(playSteps(steps, "default", Number.POSITIVE_INFINITY), question, analyzer);
        for (const hit of await live(steps).search({ text: question.text, limit: ALL, explain: true })) {
          const { first, second } = sumsOfParts(hit);
          expect(Math.abs(first + second - hit.score)).toBeLessThan(1e-9);
          if (formula.has(hit.ref)) expect(Math.abs(first - formula.get(hit.ref)!)).toBeLessThan(1e-9);
          else expect(hit.why!.terms!.every(({ source }) => source !== undefined)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("fewer hits are the first of many, and no score grows along them", async () => {
    await fc.assert(
      fc.asyncProperty(lives, listQuestions, fc.integer({ min: 1, max: 10 }), async (steps, { text }, limit) => {
        const index = live(steps);
        const all = await index.search({ text, limit: ALL });
        expect(await index.search({ text, limit })).toEqual(all.slice(0, limit));
        expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).toSorted((a, b) => b - a));
      }),
      { numRuns: 150 },
    );
  });
});

/** A hit as it was before sessions cost anything; sums of floats are compared at nine places. */
function withoutSpread({ ref, score, why }: IndexHit): { ref: number; score: number } {
  return { ref, score: Number((score - (why!.spread ?? 0)).toFixed(9)) + 0 };
}

function byRef(hits: readonly { ref: number; score: number }[]): { ref: number; score: number }[] {
  return hits.toSorted((a, b) => a.ref - b.ref);
}

/** What the formula gave, and what the second hop gave. */
function sumsOfParts({ why }: IndexHit): { first: number; second: number } {
  const { terms = [], session = 0, speaker = 0, date = 0, when = 0, question = 0, spread = 0 } = why!;
  const weights = (isRelated: boolean): number =>
    terms.reduce((sum, { weight, source }) => sum + ((source !== undefined) === isRelated ? weight : 0), 0);
  return { first: weights(false) + session + speaker + date + when + question, second: weights(true) + spread };
}

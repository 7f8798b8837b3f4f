/** Laws of skipping: no turn scores above the bound of its unit, and what may be left out below a floor is only what lies below it. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createIndexContents, type IndexContents } from "../../src/index-contents.ts";
import { ALL_PLACES } from "../../src/lexical/document-filter.ts";
import { eachUnit, type Searcher } from "../../src/lexical/searcher.ts";
import { createUnitScorer, largestBonus, type Asked } from "../../src/lexical/unit-scorer.ts";
import { lives, questions } from "./corpora.ts";
import type { Step } from "./naive-ranking.ts";

/** Contents that have lived through the steps, in sections of as many documents. */
function contentsOf(steps: readonly Step[], perSection: number): IndexContents {
  const contents = createIndexContents([], perSection);
  const namespaceOf = new Map(
    steps.flatMap((step) => ("add" in step ? [[step.add.ref, step.add.namespace] as const] : [])),
  );
  for (const step of steps) {
    if ("ends" in step) {
      contents.end({
        ref: step.ends,
        namespace: namespaceOf.get(step.ends)!,
        at: step.at,
        by: Number.MAX_SAFE_INTEGER,
      });
      continue;
    }
    const { add, replaces } = step;
    contents.add(add, replaces === undefined ? undefined : { ref: replaces, namespace: namespaceOf.get(replaces)! });
  }
  return contents;
}

/** S(j) of the turns of each unit that are given out above a floor. */
function scoresOf(searcher: Searcher, asked: Asked, floor: number): Map<number, Map<number, number>> {
  const score = createUnitScorer(searcher, asked);
  const scores = new Map<number, Map<number, number>>();
  for (const { placed, unit } of eachUnit(searcher.view)) {
    const own = new Map<number, number>();
    score(placed, unit, { mask: ALL_PLACES, floor, take: (document, value) => own.set(document, value) });
    scores.set(unit, own);
  }
  return scores;
}

const sections = fc.constantFrom(1, 3, 1000);

/** So many sessions that lists have impacts and skips, and words said again and again, which is where bounds are met. */
const crowds: fc.Arbitrary<Step[]> = fc
  .array(
    fc.record({
      session: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined, freq: 8 }),
      words: fc.array(fc.tuple(fc.constantFrom("tea", "milk", "bread", "dog"), fc.constantFrom(1, 1, 2, 9)), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    { minLength: 250, maxLength: 350 },
  )
  .map((drawn) =>
    drawn.map(({ session, words }, ref) => ({
      add: {
        ref,
        text: words.map(([word, times]) => `${word} `.repeat(times)).join(""),
        timestamp: ref,
        savedAt: ref,
        session: session === undefined ? undefined : `s${session}`,
        namespace: "default",
        type: "note",
        tags: [],
        importance: 0.5,
      },
    })),
  );

test("no turn scores above the bound of its unit and the bonuses", () => {
  const check = (steps: readonly Step[], text: string, perSection: number): void => {
    for (const searcher of contentsOf(steps, perSection).searchers({})) {
      const { bounds, read, ask } = searcher;
      const asked = ask(read(text));
      bounds.clear();
      bounds.addDates(asked.dates);
      for (const term of asked.terms) bounds.addTerm(term);
      for (const [unit, own] of scoresOf(searcher, asked, Number.NEGATIVE_INFINITY)) {
        for (const value of own.values()) expect(value).toBeLessThanOrEqual(bounds.of(unit) + largestBonus(asked));
      }
    }
  };
  fc.assert(
    fc.property(lives, questions, sections, (steps, { text }, perSection) => check(steps, text, perSection)),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(crowds, questions, fc.constantFrom(100, 1000), (steps, { text }, per) => check(steps, text, per)),
    { numRuns: 25, endOnFailure: true },
  );
});

test("above a floor the same turns are given out with the same scores, whatever is left out below it", () => {
  const check = (
    steps: readonly Step[],
    { text, share }: { text: string; share: number },
    perSection: number,
  ): void => {
    for (const searcher of contentsOf(steps, perSection).searchers({})) {
      const asked = searcher.ask(searcher.read(text));
      const all = [...scoresOf(searcher, asked, Number.NEGATIVE_INFINITY).values()].flatMap((own) => [...own]);
      const ranked = all.map(([, value]) => value).toSorted((a, b) => a - b);
      const floor = ranked[Math.floor(share * (ranked.length - 1))] ?? 0;
      const some = [...scoresOf(searcher, asked, floor).values()].flatMap((own) => [...own]);
      const isAbove = ([, value]: [number, number]): boolean => value >= floor;
      expect(some.filter(isAbove)).toEqual(all.filter(isAbove));
    }
  };
  const asked = fc.record({
    text: questions.map(({ text }) => text),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(fc.property(lives, asked, sections, check), { numRuns: 300 });
  fc.assert(fc.property(crowds, asked, fc.constantFrom(100, 1000), check), { numRuns: 25, endOnFailure: true });
});

/** Laws: a filtered search is the unfiltered one with hits taken out; a listing is a naive filter over what is current. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { IndexDocument, SearchFilter } from "../../src/document.ts";
import { live, lives, questions, SESSIONS, TAGS, times, TYPES } from "./corpora.ts";
import { naiveOrder, playSteps } from "./naive-ranking.ts";

const days = fc.integer({ min: -5, max: 95 }).map((day) => Date.UTC(2023, 3, 1) + day * 86_400_000);
const filters: fc.Arbitrary<SearchFilter> = fc.record(
  {
    types: fc.uniqueArray(fc.constantFrom(...TYPES, "unknown")),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
    session: fc.constantFrom(...SESSIONS, "unknown"),
    speaker: fc.constantFrom("Anna", "Ben", "anna"),
    after: days,
    before: days,
    minImportance: fc.constantFrom(0, 0.3, 0.7, 1),
  },
  { requiredKeys: [] },
);

test("a filtered search is the unfiltered one with hits taken out", async () => {
  await fc.assert(
    fc.asyncProperty(
      lives,
      questions,
      filters,
      fc.option(times, { nil: undefined }),
      async (steps, { text }, filter, asOf) => {
        const index = live(steps);
        const byRef = new Map(steps.flatMap((step) => ("add" in step ? [[step.add.ref, step.add] as const] : [])));
        for (const mode of ["lexical", "hybrid"] as const) {
          const all = await index.search({ text, asOf, mode, limit: 10_000, explain: true });
          const some = await index.search({ text, asOf, mode, limit: 10_000, explain: true, ...filter });
          expect(some).toEqual(all.filter(({ ref }) => passesNaively(byRef.get(ref)!, filter)));
        }
      },
    ),
    { numRuns: 400 },
  );
});

test("without a question the most important come first, equal ones as hits stand", async () => {
  await fc.assert(
    fc.asyncProperty(lives, filters, times, fc.integer({ min: 1, max: 12 }), async (steps, filter, asOf, limit) => {
      const world = playSteps(steps, "default", asOf);
      const order = naiveOrder(world);
      const expected = world.turns
        .map(({ document }) => document)
        .filter((document) => passesNaively(document, filter))
        .toSorted((a, b) => Math.fround(b.importance) - Math.fround(a.importance) || order(a.ref, b.ref));
      const hits = await live(steps).search({ ...filter, asOf, limit });
      expect(hits.map(({ ref }) => ref)).toEqual(expected.slice(0, limit).map(({ ref }) => ref));
    }),
    { numRuns: 400 },
  );
});

test("a listing is what is current and passes, by time, then by reference", () => {
  fc.assert(
    fc.property(lives, filters, times, fc.constantFrom("default", "other"), (steps, filter, asOf, namespace) => {
      const expected = playSteps(steps, namespace, asOf)
        .turns.map(({ document }) => document)
        .filter((document) => passesNaively(document, filter))
        .toSorted((a, b) => a.timestamp - b.timestamp || a.ref - b.ref);
      expect([...live(steps).select({ ...filter, asOf, namespace })]).toEqual(expected.map(({ ref }) => ref));
    }),
    { numRuns: 400 },
  );
});

test("the turns around a turn are a slice of the conversation", () => {
  fc.assert(
    fc.property(lives, fc.nat(6), fc.nat(6), (steps, before, after) => {
      const index = live(steps);
      const { sessions } = playSteps(steps, "default", Number.POSITIVE_INFINITY);
      for (const talk of sessions.values()) {
        const refs = talk.map(({ document }) => document.ref);
        for (const [at, ref] of refs.entries()) {
          const expected = refs.slice(Math.max(0, at - before), at + after + 1);
          expect(index.around(ref, "default", { before, after })).toEqual(expected);
        }
      }
    }),
    { numRuns: 300 },
  );
});

function passesNaively(document: IndexDocument, filter: SearchFilter): boolean {
  const { types = [], tags = [], session, speaker, after, before, minImportance = 0 } = filter;
  return (
    (types.length === 0 || types.includes(document.type)) &&
    tags.every((tag) => document.tags.includes(tag)) &&
    (session === undefined || document.session === session) &&
    (speaker === undefined || document.speaker === speaker) &&
    (after === undefined || document.timestamp >= after) &&
    (before === undefined || document.timestamp < before) &&
    document.importance >= minImportance
  );
}

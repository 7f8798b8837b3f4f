import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { SearchFilter } from "../../../src/document.ts";
import { compileFilter, passes } from "../../../src/lexical/document-filter.ts";
import { createPlaces } from "../../../src/view/places.ts";
import { someHistory, type KnownDocument } from "../../support/views.ts";

const someTime = fc.option(
  fc.integer({ min: -60, max: 160 }).map((seconds) => seconds * 1_000),
  { nil: undefined },
);
const someFilter: fc.Arbitrary<SearchFilter> = fc.record(
  {
    types: fc.subarray(["episodic", "semantic", "unknown"]),
    tags: fc.subarray(["red", "green", "unknown"]),
    session: fc.constantFrom("s1", "s2", "unknown"),
    speaker: fc.constantFrom("Ada", "Ben", "unknown"),
    after: someTime,
    before: someTime,
    minImportance: fc.constantFrom(0, 0.25, 0.7, 1),
  },
  { requiredKeys: [] },
);

function isWanted(
  { type, tags, session, speaker, timestamp, importance }: KnownDocument,
  filter: SearchFilter,
): boolean {
  const { types = [], tags: wanted = [], after = -Infinity, before = Infinity, minImportance = 0 } = filter;
  return (
    (types.length === 0 || types.includes(type)) &&
    wanted.every((tag) => tags.includes(tag)) &&
    (filter.session === undefined || session === filter.session) &&
    (filter.speaker === undefined || speaker === filter.speaker) &&
    timestamp >= after &&
    timestamp < before &&
    importance >= minImportance
  );
}

test("a filter lets pass what it says, and counts it", () => {
  fc.assert(
    fc.property(someHistory, someFilter, ({ view, documents }, filter) => {
      const compiled = compileFilter(view, filter);
      const wanted = documents.filter((document) => isWanted(document, filter));
      if (compiled === undefined) return expect(wanted).toHaveLength(documents.length);
      const places = createPlaces(view);
      for (const document of documents)
        expect(passes(view, compiled, places.find(document.ref))).toBe(wanted.includes(document));
      const units = new Set(wanted.map(({ ref }) => places.unitOf(places.find(ref)).unit));
      expect(compiled.documents).toBe(wanted.length);
      expect([...compiled.units]).toEqual([...units].toSorted((a, b) => a - b));
      for (const [unit, mask] of compiled.masks.entries()) expect(mask !== 0).toBe(units.has(unit));
    }),
    { numRuns: 120 },
  );
});

test("a filter that asks for nothing is none", () => {
  fc.assert(
    fc.property(someHistory, ({ view }) => {
      for (const filter of [{}, { tags: [], types: [] }, { minImportance: 0 }])
        expect(compileFilter(view, filter)).toBeUndefined();
    }),
    { numRuns: 5 },
  );
});

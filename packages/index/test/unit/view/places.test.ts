import * as fc from "fast-check";
import { expect, test } from "vitest";
import { NONE } from "../../../src/segment/section-documents.ts";
import { createPlaces } from "../../../src/view/places.ts";
import { someHistory } from "../../support/views.ts";

test("a document is found by its reference, and its place tells what was stored of it", () => {
  fc.assert(
    fc.property(someHistory, ({ view, documents }) => {
      const places = createPlaces(view);
      const numbers = documents.map(({ ref }) => places.find(ref));
      expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: view.documents }, (_, number) => number));
      for (const [at, { ref, timestamp, savedAt, turn }] of documents.entries()) {
        const { block, at: inBlock, placed, unit } = places.of(numbers[at]!);
        const stored = [block.ref, block.timestamp, block.savedAt, block.turn].map((column) => column[inBlock]);
        expect(stored).toEqual([ref, timestamp, savedAt, turn]);
        expect(places.unitOf(numbers[at]!)).toEqual({ placed, unit });
        expect(places.refOf(numbers[at]!)).toBe(ref);
      }
      expect(places.find(documents.length * 10)).toBe(NONE);
    }),
    { numRuns: 60 },
  );
});

test("a session began when its first document happened, wherever that lies", () => {
  fc.assert(
    fc.property(someHistory, ({ view, documents }) => {
      const places = createPlaces(view);
      for (const { ref, session } of documents) {
        if (session === undefined) continue;
        const { placed, unit } = places.unitOf(places.find(ref));
        const first = documents.find((one) => one.session === session)!;
        expect(places.sessionStart(placed, unit)).toBe(first.timestamp);
      }
    }),
    { numRuns: 60 },
  );
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { NONE } from "../../../src/segment/section-documents.ts";
import { MENDED, PLAIN, SPLIT } from "../../../src/view/view.ts";
import { refsOfUnit, someHistory, unitsOf } from "../../support/views.ts";

test("what ranking divides by is counted of the documents that count", () => {
  fc.assert(
    fc.property(someHistory, ({ view, documents, isLive }) => {
      const live = documents.filter(isLive);
      const lengthOf = (texts: readonly { readonly text: string }[]): number =>
        texts.reduce((sum, { text }) => sum + text.split(" ").length, 0);
      const sessions = new Set(live.flatMap(({ session }) => session ?? []));
      const spoken = live.filter(({ session }) => session !== undefined);
      expect(view.documents).toBe(documents.length);
      expect(view.liveDocuments).toBe(live.length);
      expect(view.liveSessions).toBe(sessions.size);
      expect(view.averageLength).toBeCloseTo(live.length === 0 ? 1 : lengthOf(live) / live.length, 9);
      expect(view.averageSessionLength).toBeCloseTo(sessions.size === 0 ? 1 : lengthOf(spoken) / sessions.size, 9);
      const lengths = [...sessions].map((name) => lengthOf(live.filter(({ session }) => session === name)));
      const counted = [...view.sessionLength].filter((length) => length > 0);
      expect(counted.toSorted((a, b) => a - b)).toEqual(lengths.toSorted((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});

test("a unit is plain, split or mended as its session lies, and the units of a session have one number", () => {
  const seen = new Set<number>();
  fc.assert(
    fc.property(someHistory, ({ view, documents, isLive }) => {
      const known = new Map(documents.map((document) => [document.ref, document]));
      const units = unitsOf(view).map((one) => ({ ...one, documents: refsOfUnit(one).map((ref) => known.get(ref)!) }));
      for (const { placed, unit, documents: own } of units) {
        const { session } = own[0]!;
        const number = view.unitSession[unit]!;
        expect(own.every((one) => one.session === session)).toBe(true);
        expect(number === NONE).toBe(session === undefined);
        const together =
          session === undefined
            ? [{ placed, unit, documents: own }]
            : units.filter((one) => one.documents[0]!.session === session);
        for (const other of together) expect(view.unitSession[other.unit]).toBe(number);
        const isWhole = together.every((one) => one.placed === placed && one.documents.every(isLive));
        const whole = together.length === 1 ? PLAIN : SPLIT;
        expect(view.kind[unit]).toBe(isWhole ? whole : MENDED);
        seen.add(view.kind[unit]!);
      }
    }),
    { numRuns: 60 },
  );
  expect(seen).toEqual(new Set([PLAIN, SPLIT, MENDED]));
});

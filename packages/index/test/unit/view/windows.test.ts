import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createWindows, WINDOW_TURNS, type Stretch } from "../../../src/view/windows.ts";
import { refsOfUnit, someHistory, unitsOf, type History } from "../../support/views.ts";

/** The live turns of each session in the order of the conversation; a corrected turn stands where the first version stood. */
function conversations({ documents, isLive }: History): number[][] {
  const live = documents.filter(isLive);
  const sessions = new Set(live.flatMap(({ session }) => session ?? []));
  return [...sessions].map((name) =>
    live
      .filter(({ session }) => session === name)
      .toSorted((a, b) => a.turn - b.turn)
      .map(({ ref }) => ref),
  );
}

function refsOfStretch({ count, units, unitAt, placeAt }: Stretch): number[] {
  const refs = units.map(refsOfUnit);
  return Array.from({ length: count }, (_, at) => refs[unitAt[at]!]![placeAt[at]!]!);
}

test("the stretches of a unit hold its live turns once, with up to four of the conversation on each side", () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const { view, documents, isLive } = history;
      const windows = createWindows(view);
      const known = new Map(documents.map((document) => [document.ref, document]));
      const spoken = conversations(history);
      for (const { placed, unit } of unitsOf(view)) {
        const own: number[] = [];
        windows.eachStretch(placed, unit, (stretch) => {
          const refs = refsOfStretch(stretch);
          const { from, to, isConversation } = stretch;
          own.push(...refs.slice(from, to));
          if (to === from) return;
          expect(isConversation).toBe(known.get(refs[from]!)!.session !== undefined);
          if (!isConversation) return;
          const conversation = spoken.find((turns) => turns.includes(refs[from]!))!;
          const first = conversation.indexOf(refs[from]!);
          const end = first + to - from;
          expect(refs).toEqual(conversation.slice(Math.max(0, first - WINDOW_TURNS), end + WINDOW_TURNS));
        });
        const expected = refsOfUnit({ placed, unit }).filter((ref) => isLive(known.get(ref)!));
        expect(own.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 60 },
  );
});

test("neighbours are the other units that a unit's stretches reach, and know each other", () => {
  fc.assert(
    fc.property(someHistory, ({ view }) => {
      const windows = createWindows(view);
      const units = unitsOf(view);
      for (const { placed, unit } of units) {
        const reached = new Set<number>();
        windows.eachStretch(placed, unit, (stretch) => {
          if (!stretch.isConversation || stretch.from === stretch.to) return;
          for (const at of stretch.unitAt) if (stretch.units[at]!.unit !== unit) reached.add(stretch.units[at]!.unit);
        });
        const neighbours = windows.neighboursOf(unit);
        expect(neighbours).toEqual(expect.arrayContaining([...reached]));
        for (const other of neighbours) expect(windows.neighboursOf(other)).toContain(unit);
      }
    }),
    { numRuns: 60 },
  );
});

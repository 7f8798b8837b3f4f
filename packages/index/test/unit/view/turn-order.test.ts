import * as fc from "fast-check";
import { expect, test } from "vitest";
import { turnOrder } from "../../../src/view/turn-order.ts";
import { refsOfUnit, someHistory } from "../../support/views.ts";

test("the runs of a session in pieces are its live turns in order, each run as long as can be", () => {
  let mended = 0;
  fc.assert(
    fc.property(someHistory, ({ view, documents, isLive }) => {
      const known = new Map(documents.map((document) => [document.ref, document]));
      for (const parts of view.mended.values()) {
        mended++;
        const runs = turnOrder(parts);
        const refs = runs.flatMap((run) => refsOfUnit(run).slice(run.from, run.to));
        const { session } = known.get(refsOfUnit({ placed: parts[0]!.placed, unit: parts[0]!.firstUnit })[0]!)!;
        const expected = documents.filter((one) => one.session === session && isLive(one));
        expect(refs).toEqual(expected.toSorted((a, b) => a.turn - b.turn).map(({ ref }) => ref));
        for (const [at, run] of runs.entries()) {
          expect(run.to).toBeGreaterThan(run.from);
          const next = runs[at + 1];
          expect(next !== undefined && next.unit === run.unit && next.from === run.to).toBe(false);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(mended).toBeGreaterThan(50);
});

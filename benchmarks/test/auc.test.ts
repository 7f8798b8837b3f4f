import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auc, aucWithin } from "../src/significance/auc.ts";

const rows = fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), asked: fc.boolean(), by: fc.constant(1) }));

describe("auc", () => {
  test("is the share of pairs that the asked one wins, ties half", () => {
    fc.assert(
      fc.property(rows, (all) => {
        const asked = all.filter((one) => one.asked);
        const others = all.filter((one) => !one.asked);
        const won = asked.flatMap((a) => others.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)));
        const expected = won.reduce<number>((sum, one) => sum + one, 0) / won.length;
        if (won.length === 0) expect(auc(all)).toBeNaN();
        else expect(auc(all)).toBeCloseTo(expected, 12);
      }),
    );
  });
});

describe("auc within bands", () => {
  test("compares only what is alike", () => {
    // The score is the length: within a band of equal lengths it tells nothing.
    const all = [1, 1, 2, 2, 3, 3].map((by, at) => ({ score: by, by, asked: at % 2 === 0 || by === 3 }));
    expect(auc(all)).toBeGreaterThan(0.5);
    expect(aucWithin(all, 3)).toBe(0.5);
  });

  test("with one band is the plain one", () => {
    fc.assert(
      fc.property(rows, (all) => {
        expect(aucWithin(all, 1)).toEqual(auc(all));
      }),
    );
  });
});

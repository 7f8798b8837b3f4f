/** Laws of decay. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decayImportance } from "../../src/retention/decay.ts";
import { DAY_MS } from "../../src/temporal.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });

test("runs at any times end where one run at the last time ends, written or not", () => {
  const runs = fc.array(fc.integer({ min: 0, max: 400 * DAY_MS }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(unit, fc.nat(20), runs, (importance, accessCount, times) => {
      const facts = { type: "semantic", accessCount: 0, lastAccessedAt: 0 };
      let current = importance;
      let lastDecay: { at: number; accessCount: number } | undefined;
      const ordered = times.toSorted((a, b) => a - b);
      let last = importance;
      for (const now of ordered) {
        const run = decayImportance({ ...facts, importance: current, lastDecay, now });
        last = run.importance;
        if (run.worthWriting) [current, lastDecay] = [run.importance, { at: now, accessCount }];
      }
      const once = decayImportance({ ...facts, importance, now: ordered.at(-1)! });
      expect(last).toBeCloseTo(once.importance, 9);
    }),
  );
});

test("the result is in 0..1, and longer alone is never more", () => {
  fc.assert(
    fc.property(unit, fc.nat(300), fc.nat(1e11), fc.nat(1e11), (importance, accessCount, a, b) => {
      const at = (now: number): number =>
        decayImportance({ type: "episodic", importance, accessCount, lastAccessedAt: 0, now }).importance;
      const [sooner, later] = [DAY_MS + 1 + Math.min(a, b), DAY_MS + 1 + Math.max(a, b)];
      expect(at(later)).toBeLessThanOrEqual(at(sooner));
      expect(at(later)).toBeGreaterThanOrEqual(0);
      expect(at(sooner)).toBeLessThanOrEqual(1);
    }),
  );
});

/** Laws of drift: no alarm without a change, an alarm with one, however the samples are drawn. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ScorableMemory } from "../../src/context.ts";
import { driftBetween } from "../../src/drift/drift.ts";
import { createDriftSummary, type DriftSummary } from "../../src/drift/drift-summary.ts";
import { FACETS } from "../../src/drift/features.ts";
import { madeConversation } from "../conversations.ts";

function summaryOf(memories: readonly ScorableMemory[]): DriftSummary {
  const summary = createDriftSummary();
  for (const memory of memories) summary.observe(memory);
  return summary;
}

test("samples of one distribution, topics and types in bursts: at most one false alarm in a hundred", () => {
  let alarms = 0;
  for (let seed = 0; seed < 100; seed++) {
    const sessionsAre = seed % 2 === 0 ? "alike" : "different";
    const memories = madeConversation({ seed, sessions: 40, topics: 3 + (seed % 6), sessionsAre });
    const recent = 50 + 10 * (seed % 15);
    if (driftBetween(summaryOf(memories.slice(0, -recent)), summaryOf(memories.slice(-recent))).drifted) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(1);
});

test("samples of two distributions: told in at least 19 of 20", () => {
  const shifts = [{ firstTopic: 4 }, { procedural: 0.7 }, { fromHour: 20 }];
  for (const shift of shifts) {
    let told = 0;
    for (let seed = 0; seed < 20; seed++) {
      const before = summaryOf(madeConversation({ seed, sessions: 60, topics: 4 }));
      const recent = summaryOf(madeConversation({ seed: seed + 1000, sessions: 25, topics: 4, ...shift }));
      if (driftBetween(before, recent).drifted) told++;
    }
    expect(told).toBeGreaterThanOrEqual(19);
  }
});

test("scores are in 0..1, those of a facet are what its evidence raised, and all of it comes again", () => {
  const law = fc.record({
    seed: fc.nat(1000),
    sessions: fc.integer({ min: 0, max: 20 }),
    topics: fc.integer({ min: 1, max: 4 }),
    firstTopic: fc.integer({ min: 0, max: 6 }),
    procedural: fc.double({ min: 0, max: 1, noNaN: true }),
    fromHour: fc.integer({ min: 0, max: 12 }),
  });
  fc.assert(
    fc.property(law, law, (one, other) => {
      const [before, recent] = [summaryOf(madeConversation(one)), summaryOf(madeConversation(other))];
      const drift = driftBetween(before, recent, { chance: 1 });
      for (const facet of FACETS) {
        expect(drift.facets[facet]).toBeGreaterThanOrEqual(0);
        expect(drift.facets[facet]).toBeLessThanOrEqual(1);
        const listed = drift.evidence.filter((moved) => moved.facet === facet);
        const raised = listed.reduce((sum, moved) => sum + moved.raised, 0);
        if (drift.evidence.length < 12) expect(raised).toBeCloseTo(drift.facets[facet], 9);
        else expect(raised).toBeLessThanOrEqual(drift.facets[facet] + 1e-9);
      }
      expect(driftBetween(before, recent, { chance: 1 })).toEqual(drift);
    }),
    { numRuns: 40 },
  );
});

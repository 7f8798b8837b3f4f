import { describe, expect, test } from "vitest";
import { driftBetween } from "../../../src/drift/drift.ts";
import { createDriftSummary, type DriftSummary } from "../../../src/drift/drift-summary.ts";
import { madeConversation, type Law } from "../../conversations.ts";

function summaryOf(law: Law): DriftSummary {
  const summary = createDriftSummary();
  for (const memory of madeConversation(law)) summary.observe(memory);
  return summary;
}

const LAW: Law = { seed: 1, sessions: 60, topics: 4 };
const before = summaryOf(LAW);

describe("drift", () => {
  test("of the same is none", () => {
    const drift = driftBetween(before, before);
    expect(drift).toMatchObject({ score: 0, drifted: false, enough: true, evidence: [] });
  });

  test("in types names the type, with its shares", () => {
    const drift = driftBetween(before, summaryOf({ ...LAW, seed: 2, procedural: 1 }));
    expect(drift.drifted).toBe(true);
    expect(drift.evidence[0]).toMatchObject({ facet: "types", recent: 0 });
    expect(drift.evidence.map(({ feature }) => feature)).toEqual(expect.arrayContaining(["episodic"]));
    expect(drift.facets.types).toBe(drift.score);
    expect(drift.facets.terms).toBe(0);
  });

  test("in topics names tags and terms that came and that went", () => {
    const drift = driftBetween(before, summaryOf({ ...LAW, seed: 2, firstTopic: 4 }));
    expect(drift.facets.tags).toBeGreaterThan(0.5);
    expect(drift.facets.terms).toBeGreaterThan(0.1);
    const tags = drift.evidence.filter(({ facet }) => facet === "tags");
    expect(tags).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ before: 0, feature: expect.stringMatching(/^topic[4-7]$/) }),
        expect.objectContaining({ recent: 0, feature: expect.stringMatching(/^topic[0-3]$/) }),
      ]),
    );
    expect(drift.evidence.length).toBe(12);
  });

  test("in the hours of the day is seen", () => {
    const drift = driftBetween(before, summaryOf({ ...LAW, seed: 2, fromHour: 20 }));
    expect(drift.facets.hours).toBeGreaterThan(0.3);
  });
});

test("with few memories there is no verdict, however different they are", () => {
  const few = summaryOf({ ...LAW, sessions: 1, firstTopic: 9 });
  expect(driftBetween(before, few)).toMatchObject({ score: 0, drifted: false, enough: false });
  expect(driftBetween(few, before)).toMatchObject({ enough: false });
});

test("a smaller chance needs more to tell, a larger least score lets more pass", () => {
  const recent = summaryOf({ ...LAW, seed: 2, firstTopic: 4 });
  expect(driftBetween(before, recent, { chance: 1e-300 }).drifted).toBe(false);
  const slight = summaryOf({ ...LAW, seed: 2, procedural: 0.9 });
  const { score } = driftBetween(before, slight);
  expect(driftBetween(before, slight, { leastScore: score }).drifted).toBe(true);
  expect(driftBetween(before, slight, { leastScore: score + 1e-6 }).drifted).toBe(false);
  expect(() => driftBetween(before, recent, { chance: 2 })).toThrow(/chance/);
  expect(() => driftBetween(before, recent, { leastScore: -1 })).toThrow(/leastScore/);
});

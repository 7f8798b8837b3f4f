/** Memories and contexts for tests. */
import { emptyContext, type ScorableMemory, type ScoringContext, type TermFacts } from "../src/context.ts";

export const NOW_MS: number = Date.UTC(2026, 0, 1);

export function aMemory(text: string, changes: Partial<ScorableMemory> = {}): ScorableMemory {
  return { text, timestamp: NOW_MS, ...changes };
}

/** A context of a store with 1,000 memories that knows these terms. */
export function aContext(
  terms: Readonly<Record<string, Partial<TermFacts>>> = {},
  changes: Partial<ScoringContext> = {},
): ScoringContext {
  const facts: TermFacts = { memories: 10, otherEpisodes: 0, memoriesSince: 1, rarity: 0.5 };
  return {
    ...emptyContext(NOW_MS),
    memories: 1000,
    terms: new Map(Object.entries(terms).map(([term, changes]) => [term, { ...facts, ...changes }])),
    ...changes,
  };
}

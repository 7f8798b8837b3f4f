/** Placed terms: the distinct terms of a text, each with what the store knows of it, looked up once for all dimensions that ask. */
import type { ScoringContext, TermFacts } from "../context.ts";
import type { Reading, Word } from "../reading/reading.ts";

export interface PlacedTerm {
  readonly term: string;
  /** The word that states it; absent for what is only asked. */
  readonly stating: Word | undefined;
  /** Absent for a term that is new to the store. */
  readonly facts: TermFacts | undefined;
}

/** In the order of the text. */
export function placeTerms(reading: Reading, context: ScoringContext): PlacedTerm[] {
  const placed: PlacedTerm[] = [];
  for (const [term, stating] of reading.terms) placed.push({ term, stating, facts: context.terms.get(term) });
  return placed;
}

/** Session score Z(s): BM25 of a whole session as one document, counted once per session and question. Formula: docs/ranking.md. */
import { saturatedFrequency, SESSION_BM25 } from "../ranking/bm25.ts";
import { NONE } from "../segment/section-documents.ts";
import { MENDED, type PlacedSection, type View } from "../view/view.ts";
import type { AskedTerm } from "./asked-term.ts";

/** The score of the session that a unit belongs to; 0 for loose documents. */
export function createSessionScores(
  view: View,
  terms: readonly AskedTerm[],
): (placed: PlacedSection, unit: number) => number {
  const known = new Map<number, number>();
  return (placed, unit) => {
    const session = view.unitSession[unit]!;
    if (session === NONE) return 0;
    let score = known.get(session);
    if (score === undefined) {
      score = 0;
      for (const term of terms) score += weightIn(view, term, { placed, unit, session });
      known.set(session, score);
    }
    return score;
  };
}

function weightIn(
  view: View,
  term: AskedTerm,
  { placed, unit, session }: { placed: PlacedSection; unit: number; session: number },
): number {
  const frequency = frequencyInSession(view, term, { placed, unit, session });
  if (frequency === 0) return 0;
  return sessionWeight(view, { session, frequency, idf: term.sessionIdf });
}

/** How often a term stands in the live turns of a unit's session. */
function frequencyInSession(
  view: View,
  term: AskedTerm,
  { placed, unit, session }: { placed: PlacedSection; unit: number; session: number },
): number {
  if (view.kind[unit] === MENDED) {
    const parts = view.mended.get(session) ?? [];
    return parts.reduce((sum, part) => sum + term.frequencyIn(part.placed, part.firstUnit, part.endUnit), 0);
  }
  const { section, unitBase } = placed;
  const inSection = section.unitSession[unit - unitBase]!;
  return term.frequencyIn(
    placed,
    unitBase + section.sessionStart[inSection]!,
    unitBase + section.sessionEnd[inSection]!,
  );
}

/** What a term that stands `frequency` times in a session gives to its score. */
function sessionWeight(
  { sessionLength, averageSessionLength }: View,
  { session, frequency, idf }: { readonly session: number; readonly frequency: number; readonly idf: number },
): number {
  return idf * saturatedFrequency(frequency, sessionLength[session]! / averageSessionLength, SESSION_BM25);
}

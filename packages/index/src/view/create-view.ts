/** Makes views: numbers the sessions of sections, places sections behind each other, and counts what ranking divides by. */
import type { Section } from "../segment/section.ts";
import { livenessOf } from "./liveness.ts";
import { findMended } from "./mended-sessions.ts";
import { createSessionNumbers, layeredNumbers, type NumberedSessions, type SessionNumbers } from "./session-numbers.ts";
import { createTotals } from "./totals.ts";
import type { PlacedSection, View } from "./view.ts";

/** Sections that are numbered already, to be built upon: those of files stay while memories come. */
export interface NumberedSections {
  readonly sections: readonly Section[];
  readonly numbers: SessionNumbers;
  /** Of each section. */
  readonly sessions: readonly NumberedSessions[];
}

/** Numbers the sessions of sections. */
export function numberSections(sections: readonly Section[]): NumberedSections {
  const numbers = createSessionNumbers(sections.reduce((sum, { sessionKeys }) => sum + sessionKeys.length, 0));
  return { sections, numbers, sessions: sections.map(({ sessionKeys }) => numbers.numberAll(sessionKeys)) };
}

/**
 * Makes a view. O(units), and O(documents) for `asOf`. The loops over all units and sessions are plain ones: they are most of what a process
 * waits for that asks its first question, and run before anything is compiled.
 * @param base the sections of files, oldest first; `recent` those in memory, which come behind them.
 * @param asOf ms of saving; `undefined` is the present.
 */
export function createView(base: NumberedSections, recent: readonly Section[], asOf?: number): View {
  const numbers = layeredNumbers(base.numbers);
  const sections = placeSections(base, { recent, numbers, asOf });
  const totals = createTotals(sections, numbers.count, asOf);
  return { sections, ...totals, ...findMended(sections, totals), numbers };
}

function placeSections(
  base: NumberedSections,
  options: { recent: readonly Section[]; numbers: SessionNumbers; asOf: number | undefined },
): PlacedSection[] {
  const { recent, numbers, asOf } = options;
  const placed: PlacedSection[] = [];
  let documentBase = 0;
  let unitBase = 0;
  for (const [at, section] of [...base.sections, ...recent].entries()) {
    const { documents, ...liveness } = livenessOf(section, asOf);
    if (asOf !== undefined && section.savedAts().low.every((savedAt) => savedAt > asOf)) continue;
    placed.push({
      section,
      index: placed.length,
      documentBase,
      unitBase,
      ...liveness,
      liveDocuments: documents,
      ...(base.sessions[at] ?? numbers.numberAll(section.sessionKeys)),
    });
    documentBase += section.documents;
    unitBase += section.units;
  }
  return placed;
}

/** Makes views: numbers the sessions of sections, places sections behind each other, and counts what ranking divides by. */
import type { Section } from "../segment/section.ts";
import { NONE } from "../segment/section-documents.ts";
import { livenessOf } from "./liveness.ts";
import { findMended } from "./mended-sessions.ts";
import { createSessionNumbers, type SessionNumbers } from "./session-numbers.ts";
import { createTotals } from "./totals.ts";
import type { PlacedSection, View } from "./view.ts";

/** Sections that are numbered already, to be built upon: those of files stay while memories come. */
export interface NumberedSections {
  readonly sections: readonly Section[];
  readonly numbers: SessionNumbers;
  readonly sessionOf: readonly Int32Array[];
}

/** Numbers the sessions of sections. */
export function numberSections(sections: readonly Section[]): NumberedSections {
  const numbers = createSessionNumbers(sections.reduce((sum, { sessionKeys }) => sum + sessionKeys.length, 0));
  return { sections, numbers, sessionOf: sections.map((section) => numberSessions(section, numbers.numberOf)) };
}

/**
 * Makes a view. O(units), and O(documents) for `asOf`. The loops over all units and sessions are plain ones: they are most of what a process
 * waits for that asks its first question, and run before anything is compiled.
 * @param base the sections of files, oldest first; `recent` those in memory, which come behind them.
 * @param asOf ms of saving; `undefined` is the present.
 */
export function createView(base: NumberedSections, recent: readonly Section[], asOf?: number): View {
  const numbers = layered(base.numbers);
  const sections = placeSections(base, { recent, numbers, asOf });
  const totals = createTotals(sections, numbers.count);
  const { mended, looseUnitsWithDead } =
    asOf === undefined && isWhole(sections, numbers.count) ? NOTHING_MENDED : findMended(sections, totals);
  return { sections, ...totals, mended, looseUnitsWithDead, numbers };
}

const NOTHING_MENDED: Pick<View, "mended" | "looseUnitsWithDead"> = { mended: new Map(), looseUnitsWithDead: [] };

/** Whether all documents count, and no session lies in two sections: sections then have as many sessions together as there are numbers. */
function isWhole(sections: readonly PlacedSection[], numbers: number): boolean {
  const sessions = sections.reduce((sum, { sessionOf }) => sum + sessionOf.length, 0);
  return sessions === numbers && sections.every(({ unitsWithDead }) => unitsWithDead.length === 0);
}

/** New numbers go into a small table of their own, so that the one below can be shared by views. */
function layered(below: SessionNumbers): SessionNumbers {
  const own = createSessionNumbers();
  const { count } = below;
  const find = (low: number, high: number): number => {
    const known = below.find(low, high);
    if (known !== NONE) return known;
    const added = own.find(low, high);
    return added === NONE ? NONE : added + count;
  };
  return {
    get count() {
      return count + own.count;
    },
    find,
    numberOf(low, high) {
      const known = below.find(low, high);
      return known === NONE ? count + own.numberOf(low, high) : known;
    },
  };
}

function numberSessions({ sessionKeys }: Section, numberOf: SessionNumbers["numberOf"]): Int32Array {
  const halves = new Uint32Array(sessionKeys.buffer, sessionKeys.byteOffset, sessionKeys.length * 2);
  const own = new Int32Array(sessionKeys.length);
  for (let at = 0; at < own.length; at++) own[at] = numberOf(halves[at * 2]!, halves[at * 2 + 1]!);
  return own;
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
    const sessionOf = base.sessionOf[at] ?? numberSessions(section, numbers.numberOf);
    placed.push({
      section,
      index: placed.length,
      documentBase,
      unitBase,
      ...liveness,
      liveDocuments: documents,
      sessionOf,
    });
    documentBase += section.documents;
    unitBase += section.units;
  }
  return placed;
}

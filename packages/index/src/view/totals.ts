/** The totals of a view: lengths, live sessions, and the kind of each unit as far as its own section tells. */
import type { Section } from "../segment/section.ts";
import { NONE } from "../segment/section-documents.ts";
import { SPLIT, type PlacedSection, type View } from "./view.ts";

export type Totals = Omit<View, "sections" | "mended" | "looseUnitsWithDead" | "numbers">;

/** @param sessions numbers of sessions lie below it. */
export function createTotals(sections: readonly PlacedSection[], sessions: number): Totals {
  const last = sections.at(-1);
  const units = last === undefined ? 0 : last.unitBase + last.section.units;
  const documents = last === undefined ? 0 : last.documentBase + last.section.documents;
  const kind = new Uint8Array(units);
  const unitSession = new Int32Array(units).fill(NONE);
  const sessionLength = new Float64Array(sessions);
  const liveIn = new Uint8Array(sessions);
  let length = 0;
  for (const placed of sections) {
    length += addUnits(placed, { kind, unitSession, sessionLength, liveIn });
  }
  const liveDocuments = sections.reduce((sum, placed) => sum + placed.liveDocuments, 0);
  let [liveSessions, inSessions] = [0, 0];
  for (let session = 0; session < sessions; session++) {
    liveSessions += liveIn[session]!;
    inSessions += sessionLength[session]!;
  }
  return {
    units,
    documents,
    liveDocuments,
    kind,
    unitSession,
    sessions,
    sessionLength,
    liveSessions,
    averageLength: liveDocuments === 0 ? 1 : Math.max(1, length / liveDocuments),
    averageSessionLength: liveSessions === 0 ? 1 : Math.max(1, inSessions / liveSessions),
  };
}

/** Adds what a section's units say. @returns the length of its live documents. */
function addUnits(
  { section, unitBase, live, unitsWithDead, sessionOf }: PlacedSection,
  into: Pick<Totals, "kind" | "unitSession" | "sessionLength"> & { readonly liveIn: Uint8Array },
): number {
  const { unitStart, unitSession, sessionStart, sessionEnd } = section;
  let total = 0;
  let nextDead = 0;
  for (let unit = 0; unit < section.units; unit++) {
    let length = section.unitLength[unit]!;
    let isLive = true;
    if (live !== undefined && unitsWithDead[nextDead] === unit) {
      nextDead++;
      length = liveLength(section, live, unit);
      isLive = live.subarray(unitStart[unit], unitStart[unit + 1]).includes(1);
    }
    total += length;
    const session = unitSession[unit]!;
    if (session === NONE) continue;
    const number = sessionOf[session]!;
    into.unitSession[unitBase + unit] = number;
    into.sessionLength[number]! += length;
    if (isLive) into.liveIn[number] = 1;
    if (sessionEnd[session]! - sessionStart[session]! > 1) into.kind[unitBase + unit] = SPLIT;
  }
  return total;
}

function liveLength({ unitStart, length }: Section, live: Uint8Array, unit: number): number {
  let sum = 0;
  for (let at = unitStart[unit]!; at < unitStart[unit + 1]!; at++) if (live[at] === 1) sum += length[at]!;
  return sum;
}

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
  const sums = { length: 0, lengthInSessions: 0, liveSessions: 0 };
  for (const placed of sections) addUnits(placed, { kind, unitSession, sessionLength, liveIn }, sums);
  const { length, lengthInSessions, liveSessions } = sums;
  const liveDocuments = sections.reduce((sum, placed) => sum + placed.liveDocuments, 0);
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
    averageSessionLength: liveSessions === 0 ? 1 : Math.max(1, lengthInSessions / liveSessions),
  };
}

/** Lengths of live documents, of those in sessions, and how many sessions have a live one. */
interface Sums {
  length: number;
  lengthInSessions: number;
  liveSessions: number;
}

/** Adds what a section's units say. */
function addUnits(
  { section, unitBase, live, unitsWithDead, sessionOf }: PlacedSection,
  {
    kind,
    unitSession: sessionOfUnit,
    sessionLength,
    liveIn,
  }: Pick<Totals, "kind" | "unitSession" | "sessionLength"> & { readonly liveIn: Uint8Array },
  sums: Sums,
): void {
  const { units, unitStart, unitSession, unitLength, sessionStart, sessionEnd } = section;
  let [total, inSessions, liveSessions] = [0, 0, 0];
  let nextDead = 0;
  for (let unit = 0; unit < units; unit++) {
    let length: number = unitLength[unit]!;
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
    sessionOfUnit[unitBase + unit] = number;
    sessionLength[number]! += length;
    inSessions += length;
    if (isLive && liveIn[number] === 0) {
      liveIn[number] = 1;
      liveSessions++;
    }
    if (sessionEnd[session]! - sessionStart[session]! > 1) kind[unitBase + unit] = SPLIT;
  }
  sums.length += total;
  sums.lengthInSessions += inSessions;
  sums.liveSessions += liveSessions;
}

function liveLength({ unitStart, length }: Section, live: Uint8Array, unit: number): number {
  let sum = 0;
  for (let at = unitStart[unit]!; at < unitStart[unit + 1]!; at++) if (live[at] === 1) sum += length[at]!;
  return sum;
}

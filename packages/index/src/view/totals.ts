/**
 * The totals of a view: lengths, live sessions, and the kind of each unit as far as its own section tells. Many short loops: a process that
 * asks its first question runs them before they are compiled, and short ones are compiled sooner.
 */
import type { Section } from "../segment/section.ts";
import { NONE } from "../segment/section-documents.ts";
import { SPLIT, type PlacedSection, type View } from "./view.ts";

export type Totals = Omit<View, "sections" | "mended" | "looseUnitsWithDead" | "numbers">;

/** @param sessions numbers of sessions lie below it. @param asOf as in `createView`. */
export function createTotals(sections: readonly PlacedSection[], sessions: number, asOf: number | undefined): Totals {
  const last = sections.at(-1);
  const units = last === undefined ? 0 : last.unitBase + last.section.units;
  const documents = last === undefined ? 0 : last.documentBase + last.section.documents;
  const kind = new Uint8Array(units);
  const unitSession = new Int32Array(units).fill(NONE);
  const sessionLength = new Float64Array(sessions);
  let length = 0;
  let lengthInSessions = 0;
  for (const placed of sections) {
    const lengths = placed.live === undefined ? placed.section.unitLength : liveLengths(placed);
    length += sumOf(lengths);
    lengthInSessions += addLengths(placed, lengths, sessionLength);
    placeSessions(placed, unitSession);
    markSplit(placed, kind);
  }
  const isWhole = asOf === undefined && sections.every(({ live }) => live === undefined);
  const liveSessions = isWhole ? sessions : countLiveSessions(sections, sessions);
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

/** Per unit: the lengths of its live documents together. */
function liveLengths({ section, live, unitsWithDead }: PlacedSection): ArrayLike<number> {
  const { units, unitStart, length } = section;
  const lengths = Float64Array.from({ length: units }, (_, unit) => section.unitLength[unit]!);
  for (const unit of unitsWithDead) {
    lengths[unit] = 0;
    for (let at = unitStart[unit]!; at < unitStart[unit + 1]!; at++) if (live![at] === 1) lengths[unit] += length[at]!;
  }
  return lengths;
}

function sumOf(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += numbers[at]!;
  return sum;
}

/** Adds the lengths of units to their sessions'. @returns what was added in all. */
function addLengths(
  { section: { unitSession }, sessionOf }: PlacedSection,
  lengths: ArrayLike<number>,
  sessionLength: Float64Array,
): number {
  let sum = 0;
  for (let unit = 0; unit < unitSession.length; unit++) {
    const session = unitSession[unit]!;
    if (session === NONE) continue;
    sessionLength[sessionOf[session]!]! += lengths[unit]!;
    sum += lengths[unit]!;
  }
  return sum;
}

/** Says of the section's units to which session they belong. */
function placeSessions({ section: { unitSession }, unitBase, sessionOf }: PlacedSection, into: Int32Array): void {
  for (let unit = 0; unit < unitSession.length; unit++) {
    const session = unitSession[unit]!;
    if (session !== NONE) into[unitBase + unit] = sessionOf[session]!;
  }
}

/** Marks units that are not all of their session. */
function markSplit({ section, unitBase }: PlacedSection, kind: Uint8Array): void {
  const { sessionStart, sessionEnd } = section;
  for (let session = 0; session < sessionStart.length; session++) {
    const start = sessionStart[session]!;
    const end = sessionEnd[session]!;
    if (end - start > 1) kind.fill(SPLIT, unitBase + start, unitBase + end);
  }
}

/** How many sessions have a live document. */
function countLiveSessions(sections: readonly PlacedSection[], sessions: number): number {
  const isLive = new Uint8Array(sessions);
  for (const { section, live, unitsWithDead, sessionOf } of sections) {
    const dead = new Set(unitsWithDead);
    for (let unit = 0; unit < section.units; unit++) {
      const session = section.unitSession[unit]!;
      if (session !== NONE && !(dead.has(unit) && isDead(section, live!, unit))) isLive[sessionOf[session]!] = 1;
    }
  }
  return sumOf(isLive);
}

function isDead({ unitStart }: Section, live: Uint8Array, unit: number): boolean {
  return !live.subarray(unitStart[unit], unitStart[unit + 1]).includes(1);
}

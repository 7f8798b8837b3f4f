/**
 * A view: the sections of one namespace at one time, with the totals that ranking divides by. Documents and units are numbered through
 * all sections, sections in order of age. A view never changes; what is saved later makes a new one.
 *
 * Three kinds of units, because exactness costs where sessions are not in one piece:
 * PLAIN, a whole session or loose documents, all live; SPLIT, a part of a session that lies in several units of one section, all
 * live; MENDED, of a session that lies in several sections, or with documents that do not count (docs/ranking.md §Sessions in pieces).
 */
import type { Section } from "../segment/section.ts";
import { NONE } from "../segment/section-documents.ts";
import { livenessOf } from "./liveness.ts";
import { createSessionNumbers, type SessionNumbers } from "./session-numbers.ts";

export const PLAIN = 0;
export const SPLIT = 1;
export const MENDED = 2;

/** A section in a view. */
export interface PlacedSection {
  readonly section: Section;
  /** Its place among the sections of the view. */
  readonly index: number;
  /** Number of its first document and of its first unit in the view. */
  readonly documentBase: number;
  readonly unitBase: number;
  /** 1 per live document of the section; `undefined` when all are. */
  readonly live: Uint8Array | undefined;
  readonly liveDocuments: number;
  /** Units of the section with a document that does not count, ascending. */
  readonly unitsWithDead: readonly number[];
  /** Per session of the section: its number in the view. */
  readonly sessionOf: Int32Array;
}

/** A part of a mended session: its units in one section, numbered in the view. */
export interface SessionPart {
  readonly placed: PlacedSection;
  readonly firstUnit: number;
  readonly endUnit: number;
  /** Units of the part with documents that do not count. */
  readonly unitsWithDead: readonly number[];
}

export interface View {
  readonly sections: readonly PlacedSection[];
  readonly units: number;
  /** Documents in all, live or not. */
  readonly documents: number;
  readonly liveDocuments: number;
  /** Of live documents; 1 at least. */
  readonly averageLength: number;
  /** Sessions with a live document. */
  readonly liveSessions: number;
  /** Numbers of sessions lie below this. */
  readonly sessions: number;
  /** 1 at least. */
  readonly averageSessionLength: number;
  /** Per session: the lengths of its live documents. */
  readonly sessionLength: Float64Array;
  /** Per unit: PLAIN, SPLIT or MENDED. */
  readonly kind: Uint8Array;
  /** Per unit: its session, or NONE. */
  readonly unitSession: Int32Array;
  /** Sessions in pieces, by number. */
  readonly mended: ReadonlyMap<number, readonly SessionPart[]>;
  /** Units of loose documents some of which do not count. */
  readonly looseUnitsWithDead: readonly { readonly placed: PlacedSection; readonly unit: number }[];
  readonly numbers: SessionNumbers;
}

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
  const { mended, looseUnitsWithDead } = findMended(sections, totals);
  return { sections, ...totals, mended, looseUnitsWithDead, numbers };
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
    if (asOf !== undefined && section.savedAts.low.every((savedAt) => savedAt > asOf)) continue;
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

type Totals = Omit<View, "sections" | "mended" | "looseUnitsWithDead" | "numbers">;

function createTotals(sections: readonly PlacedSection[], sessions: number): Totals {
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

/** Finds the sessions in pieces, and marks their units. */
function findMended(
  sections: readonly PlacedSection[],
  { kind, unitSession, sessions, units }: Totals,
): Pick<View, "mended" | "looseUnitsWithDead"> {
  const numbers = new Set<number>();
  const looseUnitsWithDead: { placed: PlacedSection; unit: number }[] = [];
  const dead = new Uint8Array(units);
  const seenIn = new Int32Array(sessions).fill(NONE);
  for (const [at, placed] of sections.entries()) {
    for (const inSection of placed.unitsWithDead) {
      const unit = placed.unitBase + inSection;
      dead[unit] = 1;
      kind[unit] = MENDED;
      if (unitSession[unit] === NONE) looseUnitsWithDead.push({ placed, unit });
      else numbers.add(unitSession[unit]!);
    }
    const { sessionOf } = placed;
    for (let session = 0; session < sessionOf.length; session++) {
      const number = sessionOf[session]!;
      if (seenIn[number] !== NONE) numbers.add(number);
      seenIn[number] = at;
    }
  }
  const mended = new Map<number, SessionPart[]>([...numbers].map((number) => [number, []]));
  if (mended.size === 0) return { mended, looseUnitsWithDead };
  const isMended = new Uint8Array(sessions);
  for (const number of numbers) isMended[number] = 1;
  for (const placed of sections) collectParts(placed, { mended, isMended, kind, dead });
  return { mended, looseUnitsWithDead };
}

function collectParts(
  placed: PlacedSection,
  {
    mended,
    isMended,
    kind,
    dead,
  }: { mended: Map<number, SessionPart[]>; isMended: Uint8Array; kind: Uint8Array; dead: Uint8Array },
): void {
  const { sessionOf } = placed;
  for (let session = 0; session < sessionOf.length; session++) {
    const number = sessionOf[session]!;
    if (isMended[number] === 0) continue;
    const firstUnit = placed.unitBase + placed.section.sessionStart[session]!;
    const endUnit = placed.unitBase + placed.section.sessionEnd[session]!;
    kind.fill(MENDED, firstUnit, endUnit);
    const unitsOfDead: number[] = [];
    for (let unit = firstUnit; unit < endUnit; unit++) if (dead[unit] === 1) unitsOfDead.push(unit);
    mended.get(number)!.push({ placed, firstUnit, endUnit, unitsWithDead: unitsOfDead });
  }
}

/** The section that holds a unit. */
export function sectionOfUnit({ sections }: View, unit: number): PlacedSection {
  return sectionBelow(sections, (placed) => placed.unitBase <= unit);
}

/** The section that holds a document. */
export function sectionOfDocument({ sections }: View, document: number): PlacedSection {
  return sectionBelow(sections, (placed) => placed.documentBase <= document);
}

/** The last section that begins where it is asked, or before. */
function sectionBelow(sections: readonly PlacedSection[], begins: (placed: PlacedSection) => boolean): PlacedSection {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (begins(sections[middle]!)) low = middle;
    else high = middle - 1;
  }
  return sections[low]!;
}

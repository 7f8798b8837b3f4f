/**
 * A view: the sections of one namespace at one time, with the totals that ranking divides by. Documents and units are numbered through
 * all sections, sections in order of age. A view never changes; what is saved later makes a new one.
 *
 * Three kinds of units, because exactness costs where sessions are not in one piece:
 * PLAIN, a whole session or loose documents, all live; SPLIT, a part of a session that lies in several units of one section, all
 * live; MENDED, of a session that lies in several sections, or with documents that do not count (docs/ranking.md §Sessions in pieces).
 */
import type { Section } from "../segment/section.ts";
import type { NumberedSessions, SessionNumbers } from "./session-numbers.ts";

export const PLAIN = 0;
export const SPLIT = 1;
export const MENDED = 2;

/** A section in a view, with the numbers that its sessions have there. */
export interface PlacedSection extends NumberedSessions {
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

/**
 * A filter compiled for a view: which documents a search may return, as a mask of 32 bits for each unit. Filters never change a score.
 * What is narrow comes first (a session, the rarest tag), so that the rest looks only at the units which that left.
 */
import type { SearchFilter } from "../document.ts";
import { toTagTerm } from "../analysis/tag-term.ts";
import type { CountedColumn } from "../segment/number-column.ts";
import { setPlaces, type PostingList } from "../segment/posting-list.ts";
import { UNIT_DOCUMENTS } from "../segment/format.ts";
import type { Section } from "../segment/section.ts";
import { sessionKey } from "../segment/session-key.ts";
import { sectionOfDocument, type View } from "../view/view.ts";
import { unitOf } from "../view/liveness.ts";

/** The documents that pass. */
export interface DocumentFilter {
  /** How many, live or not. */
  readonly documents: number;
  /** Units with such a document, numbered in the view, ascending. */
  readonly units: Int32Array;
  /** Per unit of the view: the bit of each place whose document passes. */
  readonly masks: Uint32Array;
}

/** The mask of a unit whose documents all pass. */
export const ALL_PLACES = 0xffff_ffff;

/** @returns whether a document, numbered in the view, passes. O(log documents). */
export function passes(view: View, { masks }: DocumentFilter, document: number): boolean {
  const placed = sectionOfDocument(view, document);
  const unit = unitOf(placed.section, document - placed.documentBase);
  const place = document - placed.documentBase - placed.section.unitStart[unit]!;
  return ((masks[placed.unitBase + unit]! >>> place) & 1) === 1;
}

/** @returns `undefined` when the filter lets everything pass. */
export function compileFilter(view: View, filter: SearchFilter): DocumentFilter | undefined {
  const start = startOf(filter);
  const tests = [typesTest, speakerTest, importanceTest, timeTest]
    .map((test) => test(filter))
    .filter((test) => test !== undefined);
  if (start === undefined && tests.length === 0) return undefined;
  const masks = new Uint32Array(view.units);
  for (const { section, unitBase } of view.sections) {
    const own = masks.subarray(unitBase, unitBase + section.units);
    (start ?? everything)(section, own);
    for (const narrow of tests) narrow(section, own);
  }
  return { ...countPassing(masks), masks };
}

/** Sets or clears bits in the masks of a section's units. */
type Mark = (section: Section, masks: Uint32Array) => void;

/** What sets the first bits, by what the filter has that is narrowest; `undefined` when it has nothing narrow. */
function startOf({ session, tags = [] }: SearchFilter): Mark | undefined {
  if (session === undefined && tags.length === 0) return undefined;
  const setSession = session === undefined ? undefined : sessionMark(session);
  if (tags.length === 0) return setSession;
  return (section, masks) => {
    setTagged(section, tags, masks);
    if (setSession !== undefined) keepCommon(section, masks, setSession);
  };
}

function everything({ unitStart }: Section, masks: Uint32Array): void {
  for (let unit = 0; unit < masks.length; unit++) masks[unit] = maskOf(unitStart[unit + 1]! - unitStart[unit]!);
}

function maskOf(documents: number): number {
  return documents === UNIT_DOCUMENTS ? ALL_PLACES : (1 << documents) - 1;
}

function sessionMark(session: string): Mark {
  const key = sessionKey(session);
  return ({ sessionKeys, sessionStart, sessionEnd, unitStart }, masks) => {
    const at = sessionKeys.indexOf(key);
    if (at < 0) return;
    for (let unit = sessionStart[at]!; unit < sessionEnd[at]!; unit++)
      masks[unit] = maskOf(unitStart[unit + 1]! - unitStart[unit]!);
  };
}

/** Sets the documents that have all tags; the rarest list is read first, and ends the search when it is missing. */
function setTagged(section: Section, tags: readonly string[], masks: Uint32Array): void {
  const lists: PostingList[] = [];
  for (const tag of tags) {
    const list = section.findList(toTagTerm(tag));
    if (list === undefined) return;
    lists.push(list);
  }
  const [rarest, ...others] = lists.sort((a, b) => a.documents - b.documents);
  setPlaces(rarest!, masks);
  for (const list of others) keepCommon(section, masks, (_, tagged) => setPlaces(list, tagged));
}

/** Keeps of the marks those that `mark` sets too. */
function keepCommon(section: Section, masks: Uint32Array, mark: Mark): void {
  const other = new Uint32Array(masks.length);
  mark(section, other);
  for (let unit = 0; unit < masks.length; unit++) masks[unit]! &= other[unit]!;
}

function typesTest({ types = [] }: SearchFilter): Mark | undefined {
  if (types.length === 0) return undefined;
  return (section, masks) => {
    const wanted = Uint8Array.from(section.types, (type) => (types.includes(type) ? 1 : 0));
    keepWanted(section, masks, { column: section.type, wanted });
  };
}

function speakerTest({ speaker }: SearchFilter): Mark | undefined {
  if (speaker === undefined) return undefined;
  return (section, masks) => {
    const wanted = Uint8Array.from([0, ...section.speakers.map((one) => (one === speaker ? 1 : 0))]);
    keepWanted(section, masks, { column: section.speaker, wanted });
  };
}

/** The column holds 32-bit floats: the bound is rounded the same way, so that 0.7 meets 0.7. */
function importanceTest({ minImportance }: SearchFilter): Mark | undefined {
  if (minImportance === undefined || minImportance <= 0) return undefined;
  const least = Math.fround(minImportance);
  return (section, masks) => {
    const wanted = Uint8Array.from(section.importances, (value) => (value >= least ? 1 : 0));
    keepWanted(section, masks, { column: section.importance, wanted });
  };
}

/** Keeps the documents whose value in a column is wanted. */
function keepWanted(
  { unitStart }: Section,
  masks: Uint32Array,
  { column, wanted }: { readonly column: CountedColumn; readonly wanted: Uint8Array },
): void {
  if (!wanted.includes(0)) return;
  for (let unit = 0; unit < masks.length; unit++) {
    const before = masks[unit]!;
    if (before === 0) continue;
    let mask = 0;
    const start = unitStart[unit]!;
    for (let at = start; at < unitStart[unit + 1]!; at++) mask |= wanted[column[at]!]! << (at - start);
    masks[unit] = before & mask;
  }
}

function timeTest({ after, before }: SearchFilter): Mark | undefined {
  if (after === undefined && before === undefined) return undefined;
  const from = after ?? Number.NEGATIVE_INFINITY;
  const below = before ?? Number.POSITIVE_INFINITY;
  return ({ timestamps, readBlock }, masks) => {
    const { low, high } = timestamps();
    for (let unit = 0; unit < masks.length; unit++) {
      if (masks[unit] === 0 || (low[unit]! >= from && high[unit]! < below)) continue;
      let mask = 0;
      if (high[unit]! >= from && low[unit]! < below) {
        for (const [at, time] of readBlock(unit).timestamp.entries()) if (time >= from && time < below) mask |= 1 << at;
      }
      masks[unit]! &= mask;
    }
  };
}

function countPassing(masks: Uint32Array): Pick<DocumentFilter, "documents" | "units"> {
  const units = new Int32Array(masks.length);
  let documents = 0;
  let count = 0;
  for (let unit = 0; unit < masks.length; unit++) {
    const mask = masks[unit]!;
    if (mask === 0) continue;
    units[count++] = unit;
    documents += countBits(mask);
  }
  return { documents, units: units.slice(0, count) };
}

/** Source: Warren, Hacker's Delight, figure 5-2. */
function countBits(mask: number): number {
  const pairs = mask - ((mask >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

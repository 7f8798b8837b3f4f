/**
 * A filter compiled for a view: which documents a search may return, section by section. Filters never change a score. Tags come from
 * their lists, times from the ranges of units first; what is asked again for the same view is not made again.
 */
import type { SearchFilter } from "../document.ts";
import { toTagTerm } from "../analysis/tag-term.ts";
import { nextEntry, openCursor, readPostings } from "../segment/posting-list.ts";
import { UNIT_DOCUMENTS } from "../segment/format.ts";
import type { Section, UnitRanges } from "../segment/section.ts";
import { sessionKey } from "../segment/session-key.ts";
import type { PlacedSection, View } from "../view/view.ts";

/** The documents that pass. */
export interface DocumentFilter {
  /** How many, live or not. */
  readonly documents: number;
  /** Units with such a document, numbered in the view, ascending. */
  readonly units: Int32Array;
  passes(document: number): boolean;
  passesUnit(unit: number): boolean;
}

/** @returns `undefined` when the filter lets everything pass. */
export function compileFilter(view: View, filter: SearchFilter): DocumentFilter | undefined {
  const tests = [typesTest, tagsTest, sessionTest, speakerTest, timeTest, importanceTest]
    .map((test) => test(filter))
    .filter((test) => test !== undefined);
  if (tests.length === 0) return undefined;
  const allowed = new Uint8Array(view.documents);
  const allowedUnits = new Uint8Array(view.units);
  let documents = 0;
  for (const placed of view.sections) documents += allow(placed, tests, { allowed, allowedUnits });
  const units = placesOfOnes(allowedUnits);
  return {
    documents,
    units,
    passes: (document) => allowed[document] === 1,
    passesUnit: (unit) => allowedUnits[unit] === 1,
  };
}

/** Narrows the marks of a section's documents (1 = may pass) to those that pass. */
type Narrow = (section: Section, marks: Uint8Array) => void;

function allow(
  { section, documentBase, unitBase }: PlacedSection,
  tests: readonly Narrow[],
  into: { allowed: Uint8Array; allowedUnits: Uint8Array },
): number {
  const marks = into.allowed.subarray(documentBase, documentBase + section.documents).fill(1);
  for (const narrow of tests) narrow(section, marks);
  let count = 0;
  for (let unit = 0; unit < section.units; unit++) {
    let inUnit = 0;
    for (let at = section.unitStart[unit]!; at < section.unitStart[unit + 1]!; at++) inUnit += marks[at]!;
    if (inUnit > 0) into.allowedUnits[unitBase + unit] = 1;
    count += inUnit;
  }
  return count;
}

function typesTest({ types = [] }: SearchFilter): Narrow | undefined {
  if (types.length === 0) return undefined;
  return (section, marks) => {
    const wanted = Uint8Array.from(section.types, (type) => (types.includes(type) ? 1 : 0));
    for (let at = 0; at < marks.length; at++) marks[at]! &= wanted[section.type[at]!]!;
  };
}

function tagsTest({ tags = [] }: SearchFilter): Narrow | undefined {
  if (tags.length === 0) return undefined;
  return (section, marks) => {
    for (const tag of tags) keepTagged(section, tag, marks);
  };
}

function keepTagged(section: Section, tag: string, marks: Uint8Array): void {
  const list = section.findList(Buffer.from(toTagTerm(tag)));
  const tagged = new Uint8Array(marks.length);
  const places = new Uint8Array(UNIT_DOCUMENTS);
  const frequencies = new Int32Array(UNIT_DOCUMENTS);
  if (list !== undefined) {
    for (const cursor = openCursor(list); cursor.entry < list.units; nextEntry(cursor)) {
      const start = section.unitStart[cursor.unit]!;
      const count = readPostings(cursor, places, frequencies);
      for (let at = 0; at < count; at++) tagged[start + places[at]!] = 1;
    }
  }
  for (let at = 0; at < marks.length; at++) marks[at]! &= tagged[at]!;
}

function sessionTest({ session }: SearchFilter): Narrow | undefined {
  if (session === undefined) return undefined;
  const key = sessionKey(session);
  return (section, marks) => {
    const at = section.sessionKeys.indexOf(key);
    const start = at < 0 ? 0 : section.unitStart[section.sessionStart[at]!]!;
    const end = at < 0 ? 0 : section.unitStart[section.sessionEnd[at]!]!;
    marks.fill(0, 0, start);
    marks.fill(0, end);
  };
}

function speakerTest({ speaker }: SearchFilter): Narrow | undefined {
  if (speaker === undefined) return undefined;
  return (section, marks) => {
    const wanted = section.speakers.indexOf(speaker) + 1;
    for (let at = 0; at < marks.length; at++) if (wanted === 0 || section.speaker[at] !== wanted) marks[at] = 0;
  };
}

/** The column holds 32-bit floats: the bound is rounded the same way, so that 0.7 meets 0.7. */
function importanceTest({ minImportance }: SearchFilter): Narrow | undefined {
  if (minImportance === undefined || minImportance <= 0) return undefined;
  const least = Math.fround(minImportance);
  return (section, marks) => {
    const enough = Uint8Array.from(section.importances, (value) => (value >= least ? 1 : 0));
    for (let at = 0; at < marks.length; at++) marks[at]! &= enough[section.importance[at]!]!;
  };
}

function timeTest({ after, before }: SearchFilter): Narrow | undefined {
  if (after === undefined && before === undefined) return undefined;
  const range = { from: after ?? Number.NEGATIVE_INFINITY, below: before ?? Number.POSITIVE_INFINITY };
  return (section, marks) => {
    for (let unit = 0; unit < section.units; unit++) keepTimes(section, unit, { marks, ...range });
  };
}

function keepTimes(
  section: Section,
  unit: number,
  { marks, from, below }: { marks: Uint8Array; from: number; below: number },
): void {
  const { low, high }: UnitRanges = section.timestamps;
  const start = section.unitStart[unit]!;
  const end = section.unitStart[unit + 1]!;
  if (low[unit]! >= from && high[unit]! < below) return;
  if (high[unit]! < from || low[unit]! >= below) return void marks.fill(0, start, end);
  for (const [at, time] of section.readBlock(unit).timestamp.entries()) {
    if (!(time >= from && time < below)) marks[start + at] = 0;
  }
}

function placesOfOnes(flags: Uint8Array): Int32Array {
  const places = new Int32Array(flags.length);
  let count = 0;
  for (let at = 0; at < flags.length; at++) if (flags[at] === 1) places[count++] = at;
  return places.slice(0, count);
}

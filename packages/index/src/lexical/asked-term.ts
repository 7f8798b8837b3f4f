/**
 * A term of a question in a view: its lists, one per section, and what it weighs. The counts behind the weights are exact: of live
 * documents and of sessions with a live one, however many sections a session lies in.
 */
import { inverseDocumentFrequency } from "../ranking/bm25.ts";
import type { Question, RelatedTerm } from "../ranking/question.ts";
import {
  nextEntry,
  NO_UNIT,
  openCursor,
  readPostings,
  rewind,
  seekUnit,
  type ListCursor,
  type PostingList,
} from "../segment/posting-list.ts";
import { UNIT_DOCUMENTS } from "../segment/format.ts";
import type { PlacedSection, SessionPart, View } from "../view/view.ts";

/** What a question asks for, beside speakers and times. */
interface WeightedTerm {
  readonly term: string;
  /** Scales what the term gives; 1 for words of the question. */
  readonly weight: number;
  /** Of a related term, which says nothing about whole sessions. */
  readonly source?: RelatedTerm["source"] | undefined;
}

export interface AskedTerm {
  readonly term: string;
  readonly source: RelatedTerm["source"] | undefined;
  /** Times its weight. */
  readonly idf: number;
  /** 0 for a related term. */
  readonly sessionIdf: number;
  /** Per section of the view. */
  readonly lists: readonly (PostingList | undefined)[];
  /** Entries in all lists. */
  readonly entries: number;
  /** The cursor of its list in the section, at the first entry of a unit of the view or behind it; `undefined` without a list. */
  readonly cursorAt: (placed: PlacedSection, unit: number) => ListCursor | undefined;
  /** The postings of the term in a unit, in `places` and `frequencies`, which all terms share. @returns how many. */
  postingsIn(placed: PlacedSection, unit: number): number;
  readonly places: Uint8Array;
  readonly frequencies: Int32Array;
  /** How often it stands in the live turns of units [first, end) of a section, numbered in the view. */
  frequencyIn(placed: PlacedSection, first: number, end: number): number;
}

/** A question that is longer is a document; each term costs a look at each unit that is scored, so the rest is not asked. */
const MAX_TERMS = 512;

/** @returns the terms of a question that stand somewhere, in the order of the question; the first 512 of them. */
export function askTerms(view: View, { terms, related = [] }: Pick<Question, "terms" | "related">): AskedTerm[] {
  const asked: AskedTerm[] = [];
  const scratch = { places: new Uint8Array(UNIT_DOCUMENTS), frequencies: new Int32Array(UNIT_DOCUMENTS) };
  for (const term of [...terms.map((word) => ({ term: word, weight: 1 })), ...related]) {
    if (asked.length === MAX_TERMS) break;
    const lists = view.sections.map(({ section }) => section.findList(term.term));
    if (lists.some((list) => list !== undefined)) asked.push(askTerm(view, term, { lists, ...scratch }));
  }
  return asked;
}

function askTerm(
  view: View,
  { term, weight, source }: WeightedTerm,
  { lists, places, frequencies }: Pick<AskedTerm, "lists" | "places" | "frequencies">,
): AskedTerm {
  const cursors = createCursors(lists);
  const postingsIn: AskedTerm["postingsIn"] = (placed, unit) => {
    const cursor = cursors.at(placed, unit);
    return cursor === undefined || cursor.unit !== unit - placed.unitBase
      ? 0
      : readPostings(cursor, places, frequencies);
  };
  const { holders, sessions } = countHolders(view, lists, { cursors, postingsIn, places });
  return {
    term,
    source,
    idf: weight * inverseDocumentFrequency(view.liveDocuments, holders),
    sessionIdf: source !== undefined ? 0 : weight * inverseDocumentFrequency(view.liveSessions, sessions),
    lists,
    entries: lists.reduce((sum, list) => sum + (list?.units ?? 0), 0),
    cursorAt: cursors.at,
    postingsIn,
    places,
    frequencies,
    frequencyIn(placed, first, end) {
      const cursor = cursors.at(placed, first);
      const last = end - placed.unitBase - 1;
      let sum = 0;
      while (cursor !== undefined && cursor.unit <= last) {
        const count = readPostings(cursor, places, frequencies);
        const start = placed.section.unitStart[cursor.unit]!;
        for (let at = 0; at < count; at++) {
          if (placed.live === undefined || placed.live[start + places[at]!] === 1) sum += frequencies[at]!;
        }
        if (cursor.unit === last) break; // whoever asks for the unit's postings next finds the cursor there
        nextEntry(cursor);
      }
      return sum;
    },
  };
}

interface Cursors {
  at: AskedTerm["cursorAt"];
}

function createCursors(lists: readonly (PostingList | undefined)[]): Cursors {
  const cursors: (ListCursor | undefined)[] = [];
  return {
    at(placed, unit) {
      const list = lists[placed.index];
      if (list === undefined) return undefined;
      const wanted = unit - placed.unitBase;
      let cursor = cursors[placed.index];
      // Cursors go forward; the skip table makes starting again cheap.
      if (cursor === undefined) cursors[placed.index] = cursor = openCursor(list);
      else if (isBehind(cursor, wanted)) rewind(cursor);
      seekUnit(cursor, wanted);
      return cursor;
    },
  };
}

function isBehind(cursor: ListCursor, unit: number): boolean {
  return cursor.unit > unit && (cursor.entry > 0 || cursor.unit === NO_UNIT);
}

/** Corrects what the lists say by what does not count, and by sessions that several lists count. */
function countHolders(
  view: View,
  lists: readonly (PostingList | undefined)[],
  reading: { cursors: Cursors; postingsIn: AskedTerm["postingsIn"]; places: Uint8Array },
): { holders: number; sessions: number } {
  let holders = 0;
  let sessions = 0;
  for (const list of lists) {
    holders += list?.documents ?? 0;
    sessions += list?.sessions ?? 0;
  }
  if (holders === 0) return { holders, sessions };
  const deadIn = (placed: PlacedSection, unit: number): number => {
    const start = placed.section.unitStart[unit - placed.unitBase]!;
    const count = reading.postingsIn(placed, unit);
    let dead = 0;
    for (let at = 0; at < count; at++) if (placed.live![start + reading.places[at]!] === 0) dead++;
    return dead;
  };
  for (const { placed, unit } of view.looseUnitsWithDead) holders -= deadIn(placed, unit);
  for (const parts of view.mended.values()) {
    let partsWithTerm = 0;
    let isLive = false;
    for (const part of parts) {
      const first = reading.cursors.at(part.placed, part.firstUnit);
      if (first === undefined || first.unit >= part.endUnit - part.placed.unitBase) continue;
      partsWithTerm++;
      for (const unit of part.unitsWithDead) holders -= deadIn(part.placed, unit);
      isLive ||= hasLiveHolder(part, reading);
    }
    sessions -= partsWithTerm - (isLive ? 1 : 0);
  }
  return { holders, sessions };
}

function hasLiveHolder(
  { placed, firstUnit, endUnit, unitsWithDead }: SessionPart,
  { cursors, places }: { cursors: Cursors; places: Uint8Array },
): boolean {
  const frequencies = new Int32Array(UNIT_DOCUMENTS);
  const cursor = cursors.at(placed, firstUnit)!;
  for (; cursor.unit < endUnit - placed.unitBase; nextEntry(cursor)) {
    if (!unitsWithDead.includes(cursor.unit + placed.unitBase)) return true;
    const start = placed.section.unitStart[cursor.unit]!;
    const count = readPostings(cursor, places, frequencies);
    for (let at = 0; at < count; at++) if (placed.live![start + places[at]!] === 1) return true;
  }
  return false;
}

/** The inverse document frequency of a term; 0 for one that no live document holds. Its lists are read only where documents ended. */
export function idfOf(view: View, term: string): number {
  const isWhole =
    view.looseUnitsWithDead.length === 0 &&
    [...view.mended.values()].flat().every((part) => part.unitsWithDead.length === 0);
  if (!isWhole) return askTerms(view, { terms: [term] })[0]?.idf ?? 0;
  const holders = view.sections.reduce((sum, { section }) => sum + (section.findTerm(term)?.documents ?? 0), 0);
  return holders === 0 ? 0 : inverseDocumentFrequency(view.liveDocuments, holders);
}

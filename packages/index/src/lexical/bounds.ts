/**
 * Bounds: for every unit a number that no score of its turns exceeds, added up list by list without reading postings. Safe because
 * an impact bounds the weight of every document in its entry, a neighbour's share is below .7, the weights of a session's parts add
 * up to at least the weight of their sum (it is concave in frequency), and dead documents only raise a bound.
 */
import { lengthPart, saturatedFrequency, SESSION_BM25, TURN_BM25 } from "../ranking/bm25.ts";
import { DATE_WEIGHT, dateMatchBound, LARGEST_SHARE, SESSION_WEIGHT } from "../ranking/context-weights.ts";
import type { NamedDate } from "../analysis/time-words.ts";
import { IMPACT_BOUNDS, LARGEST_IMPACT, MANY_TIMES, UNIT_DOCUMENTS } from "../segment/format.ts";
import { nextEntry, nextUnit, openCursor, readPostings, type PostingList } from "../segment/posting-list.ts";
import { NONE } from "../segment/section-documents.ts";
import { MENDED, PLAIN, type PlacedSection, type View } from "../view/view.ts";
import type { Windows } from "../view/windows.ts";
import type { AskedTerm } from "./asked-term.ts";

/** Sums in 32 bits may come out a little low. */
const SLACK = 1 + 1e-5;
/** The saturated frequency of a session lies below k1 + 1. */
const LARGEST_SESSION_WEIGHT = SESSION_BM25.k1 + 1;

/** Units with what they may reach, in arrays that go on behind `count`. */
export interface BoundedUnits {
  readonly count: number;
  readonly units: Int32Array;
  readonly bounds: Float64Array;
}

export interface Bounds {
  /** Adds what a term may give. */
  addTerm(term: AskedTerm): void;
  addDates(dates: readonly NamedDate[]): void;
  readonly of: (unit: number) => number;
  /** The units that have a bound above zero, and of at least `least`. Valid until the next call of anything here. */
  reaching(least: number): BoundedUnits;
  /** Forgets everything; must come before the next question. */
  clear(): void;
}

/** The most that a term can give to any turn. */
export function largestGift({ idf, sessionIdf }: AskedTerm): number {
  return LARGEST_IMPACT * idf + SESSION_WEIGHT * LARGEST_SESSION_WEIGHT * sessionIdf;
}

/** Bounds of one view. They keep their memory from question to question. */
export function createBounds(view: View, windows: Windows): Bounds {
  const { units, sessions, kind, unitSession, sessionLength, averageSessionLength } = view;
  const words = new Float32Array(units);
  const touched = new Int32Array(units);
  let touchedCount = 0;
  const reachingUnits = new Int32Array(units);
  const reachingBounds = new Float64Array(units);
  /** Of sessions in several units: what their session score may be. */
  const sessionBound = new Float32Array(sessions);
  /** And a unit of theirs. */
  const touchedSessions = new Map<number, number>();
  const widest = 1 / averageSessionLength;
  const sessionNorm = sessionNorms(view);

  function add(unit: number, amount: number): void {
    if (amount === 0) return; // a related term may weigh nothing; who is touched once must not be touched again
    const before = words[unit]!;
    words[unit] = before + amount;
    if (before === 0) touched[touchedCount++] = unit;
  }

  function addEntry(unit: number, word: number, { frequency, idf }: { frequency: number; idf: number }): void {
    const session = unitSession[unit]!;
    if (session === NONE) return add(unit, word);
    const saturated =
      frequency >= MANY_TIMES
        ? LARGEST_SESSION_WEIGHT
        : saturatedFrequency(frequency, sessionLength[session]! * widest, SESSION_BM25);
    const inSession = SESSION_WEIGHT * idf * saturated;
    if (kind[unit] === PLAIN) return add(unit, word + inSession);
    add(unit, word);
    for (const other of windows.neighboursOf(unit)) add(other, word * LARGEST_SHARE);
    sessionBound[session]! += inSession;
    touchedSessions.set(session, unit);
  }

  function addList(placed: PlacedSection, list: PostingList, term: AskedTerm): void {
    if (list.impactsAt < 0) return addShortList(placed, list, term);
    const { unitBase, section } = placed;
    const idf = term.idf * Math.max(1, view.averageLength / section.averageLength);
    if (idf === 0 && term.sessionIdf === 0) return;
    const { bytes, impactsAt, units: entries } = list;
    const gaps = { bytes, at: 0 };
    const inSession = SESSION_WEIGHT * LARGEST_SESSION_WEIGHT * term.sessionIdf;
    let unit = -1;
    for (let entry = 0; entry < entries; entry++) {
      unit = nextUnit(list, gaps, unit);
      const impact = bytes[impactsAt + entry]!;
      const frequency = impact & 0x0f;
      const word = idf * IMPACT_BOUNDS[impact >> 4]!;
      const place = unitBase + unit;
      const norm = sessionNorm[place]!;
      if (norm === NOT_PLAIN || frequency >= MANY_TIMES) {
        addEntry(place, word, { frequency, idf: term.sessionIdf });
        continue;
      }
      // What nearly all entries are, written out: a common word has one in every unit.
      const before = words[place]!;
      words[place] = before + word + (inSession * frequency) / (frequency + norm);
      if (before === 0) touched[touchedCount++] = place;
    }
  }

  /** A short list has no impacts, because its postings are as quickly read. */
  function addShortList(placed: PlacedSection, list: PostingList, term: AskedTerm): void {
    const { section, unitBase } = placed;
    for (const cursor = openCursor(list); cursor.entry < list.units; nextEntry(cursor)) {
      const start = section.unitStart[cursor.unit]!;
      const count = readPostings(cursor, places, frequencies);
      let strongest = 0;
      let sum = 0;
      for (let at = 0; at < count; at++) {
        const relativeLength = section.length[start + places[at]!]! / view.averageLength;
        strongest = Math.max(strongest, saturatedFrequency(frequencies[at]!, relativeLength, TURN_BM25));
        sum += frequencies[at]!;
      }
      addEntry(unitBase + cursor.unit, term.idf * strongest, { frequency: sum, idf: term.sessionIdf });
    }
  }

  function boundOf(unit: number): number {
    const session = kind[unit] === PLAIN ? NONE : unitSession[unit]!;
    return (words[unit]! + (session === NONE ? 0 : sessionBound[session]!)) * SLACK;
  }

  const places = new Uint8Array(UNIT_DOCUMENTS);
  const frequencies = new Int32Array(UNIT_DOCUMENTS);

  return {
    addTerm(term) {
      for (const [at, placed] of view.sections.entries()) {
        const list = term.lists[at];
        if (list !== undefined) addList(placed, list, term);
      }
    },
    addDates(dates) {
      if (dates.length === 0) return;
      for (const { section, unitBase } of view.sections) {
        const { low, high } = section.timestamps();
        for (let unit = 0; unit < section.units; unit++) {
          const match = dateMatchBound(dates, low[unit]!, high[unit]!);
          if (match > 0) add(unitBase + unit, DATE_WEIGHT * match);
        }
      }
    },
    of: boundOf,
    reaching(least) {
      let count = 0;
      for (let at = 0; at < touchedCount; at++) {
        const unit = touched[at]!;
        const bound = words[unit]! * SLACK;
        if (bound < least) continue;
        if (kind[unit] !== PLAIN && touchedSessions.has(unitSession[unit]!)) continue;
        reachingUnits[count] = unit;
        reachingBounds[count++] = bound;
      }
      for (const [session, one] of touchedSessions) {
        for (const unit of unitsOfSession(view, session, one)) {
          const bound = boundOf(unit);
          if (bound < least) continue;
          reachingUnits[count] = unit;
          reachingBounds[count++] = bound;
        }
      }
      return { count, units: reachingUnits, bounds: reachingBounds };
    },
    clear() {
      for (let at = 0; at < touchedCount; at++) words[touched[at]!] = 0;
      for (const session of touchedSessions.keys()) sessionBound[session] = 0;
      touchedCount = 0;
      touchedSessions.clear();
    },
  };
}

/** All units of a session, of which one is given. */
function* unitsOfSession(view: View, session: number, one: number): Generator<number> {
  const parts = view.kind[one] === MENDED ? view.mended.get(session) : undefined;
  if (parts !== undefined) {
    for (const { firstUnit, endUnit } of parts) for (let unit = firstUnit; unit < endUnit; unit++) yield unit;
    return;
  }
  let unit = one;
  while (view.unitSession[unit - 1] === session) unit--;
  for (; view.unitSession[unit] === session; unit++) yield unit;
}

/** Where the norm of a unit's session says nothing. */
const NOT_PLAIN = -1;

/** Per plain unit: the length part of its session; without end for loose units, whose gift is 0. */
function sessionNorms({ units, kind, unitSession, sessionLength, averageSessionLength }: View): Float32Array {
  const norms = new Float32Array(units).fill(NOT_PLAIN);
  for (let unit = 0; unit < units; unit++) {
    if (kind[unit] !== PLAIN) continue;
    const session = unitSession[unit]!;
    norms[unit] =
      session === NONE
        ? Number.POSITIVE_INFINITY
        : lengthPart(sessionLength[session]! / averageSessionLength, SESSION_BM25);
  }
  return norms;
}

/**
 * The words and the session score of a plain unit: a whole session or loose documents, all live. Its postings are all that the formula
 * asks for (docs/ranking.md), so each list is looked at once. Gives the same numbers, bit for bit, as the way for sessions in pieces.
 */
import { lengthPart, saturate, SESSION_BM25, TURN_BM25 } from "../ranking/bm25.ts";
import { SAID_AFTER, SAID_BEFORE, SESSION_WEIGHT } from "../ranking/context-weights.ts";
import { UNIT_DOCUMENTS } from "../segment/format.ts";
import { readPostings } from "../segment/posting-list.ts";
import { NONE } from "../segment/section-documents.ts";
import type { PlacedSection, View } from "../view/view.ts";
import { WINDOW_TURNS } from "../view/windows.ts";
import type { AskedTerm } from "./asked-term.ts";
import { largestGift } from "./bounds.ts";

/**
 * Adds to `words` what the words give to each place of the unit.
 * @param least no turn below this matters. @returns .5·Z of its session, 0 for loose documents; `undefined`, with `words` half made, when
 *   no turn reaches `least`.
 */
export type ScorePlainUnit = (
  placed: PlacedSection,
  unit: number,
  into: { readonly words: Float64Array; readonly least: number },
) => number | undefined;

/** What a word is worth 4 turns before the one that says it, 3, …, in that turn, …, 4 turns behind. */
const SHARES = Float64Array.from([...SAID_AFTER.toReversed(), 1, ...SAID_BEFORE]);
/** Documents up to this length find what their length adds to a frequency in a table. */
const TABLE_LENGTHS = 1024;
/** Sums in another order may come out a little low. */
const SLACK = 1 + 1e-9;

/** @param terms strongest first, so that a unit is given up before the long lists of common words are looked at. */
export function createPlainUnitScorer(view: View, terms: readonly AskedTerm[]): ScorePlainUnit {
  const partOf = turnParts(view);
  const giftsBehind = sumGiftsBehind(terms);
  const places = new Uint8Array(UNIT_DOCUMENTS);
  const frequencies = new Int32Array(UNIT_DOCUMENTS);
  // The strongest weight that one term gives to each place, with room for what would be lent to turns that are not there.
  const strongest = new Float64Array(UNIT_DOCUMENTS + 2 * WINDOW_TURNS);

  return (placed, unit, { words, least }) => {
    const { section } = placed;
    const inSection = unit - placed.unitBase;
    const start = section.unitStart[inSection]!;
    const documents = section.unitStart[inSection + 1]! - start;
    const session = view.unitSession[unit]!;
    const sessionPart =
      session === NONE ? 0 : lengthPart(view.sessionLength[session]! / view.averageSessionLength, SESSION_BM25);
    let sessionScore = 0;
    let best = 0;
    for (let at = 0; at < terms.length; at++) {
      if (best + SESSION_WEIGHT * sessionScore + giftsBehind[at]! < least) return undefined;
      const { cursorAt, idf, sessionIdf } = terms[at]!;
      const cursor = cursorAt(placed, unit);
      if (cursor === undefined || cursor.unit !== inSection) continue;
      const count = readPostings(cursor, places, frequencies);
      let inUnit = 0;
      for (let posting = 0; posting < count; posting++) {
        const place = places[posting]!;
        const frequency = frequencies[posting]!;
        inUnit += frequency;
        const weight = idf * saturate(frequency, partOf(section.length[start + place]!), TURN_BM25);
        if (session === NONE) strongest[place + WINDOW_TURNS] = weight;
        else lend(strongest, place, weight);
      }
      best = 0;
      for (let place = 0; place < documents; place++) {
        const sum = words[place]! + strongest[place + WINDOW_TURNS]!;
        words[place] = sum;
        if (sum > best) best = sum;
      }
      for (let place = 0; place < documents + 2 * WINDOW_TURNS; place++) strongest[place] = 0;
      if (session !== NONE) sessionScore += sessionIdf * saturate(inUnit, sessionPart, SESSION_BM25);
    }
    return SESSION_WEIGHT * sessionScore;
  };
}

/** Per term the most that it and all behind it give to a turn, with room for rounding. */
function sumGiftsBehind(terms: readonly AskedTerm[]): Float64Array {
  const sums = new Float64Array(terms.length);
  let sum = 0;
  for (let at = terms.length - 1; at >= 0; at--) sums[at] = sum += largestGift(terms[at]!) * SLACK;
  return sums;
}

/** Gives a weight to its turn, and shares of it to those around. */
function lend(strongest: Float64Array, place: number, weight: number): void {
  for (let at = 0; at < SHARES.length; at++) {
    const share = weight * SHARES[at]!;
    if (share > strongest[place + at]!) strongest[place + at] = share;
  }
}

const tables = new WeakMap<View, Float64Array>();

/** The length parts of documents by their length. */
function turnParts(view: View): (length: number) => number {
  const compute = (length: number): number => lengthPart(length / view.averageLength, TURN_BM25);
  let table = tables.get(view);
  if (table === undefined) {
    table = Float64Array.from({ length: TABLE_LENGTHS }, (_, length) => compute(length));
    tables.set(view, table);
  }
  return (length) => (length < TABLE_LENGTHS ? table[length]! : compute(length));
}

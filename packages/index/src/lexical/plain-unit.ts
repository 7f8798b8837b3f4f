/**
 * The words and the session score of a plain unit: a whole session or loose documents, all live. Its postings are all that the formula
 * asks for (docs/ranking.md), so each list is looked at once. Gives the same numbers, bit for bit, as the way for sessions in pieces.
 */
import { SESSION_BM25, TURN_BM25 } from "../ranking/bm25.ts";
import { SAID_AFTER, SAID_BEFORE, SESSION_WEIGHT } from "../ranking/context-weights.ts";
import { UNIT_DOCUMENTS } from "../segment/format.ts";
import { readPostings } from "../segment/posting-list.ts";
import { NONE } from "../segment/section-documents.ts";
import type { PlacedSection, View } from "../view/view.ts";
import { WINDOW_TURNS } from "../view/windows.ts";
import type { AskedTerm } from "./asked-term.ts";

/** Adds to `words` what the words give to each place of the unit. @returns .5·Z of its session; 0 for loose documents. */
export type ScorePlainUnit = (placed: PlacedSection, unit: number, words: Float64Array) => number;

/** What a word is worth 4 turns before the one that says it, 3, …, in that turn, …, 4 turns behind. */
const SHARES = Float64Array.from([...SAID_AFTER.toReversed(), 1, ...SAID_BEFORE]);
/** Documents up to this length find what their length adds to a frequency in a table. */
const TABLE_LENGTHS = 1024;

export function createPlainUnitScorer(view: View, terms: readonly AskedTerm[]): ScorePlainUnit {
  const normOf = createTurnNorms(view.averageLength);
  const places = new Uint8Array(UNIT_DOCUMENTS);
  const frequencies = new Int32Array(UNIT_DOCUMENTS);
  // The strongest weight that one term gives to each place, with room for what would be lent to turns that are not there.
  const strongest = new Float64Array(UNIT_DOCUMENTS + 2 * WINDOW_TURNS);

  return (placed, unit, words) => {
    const { section } = placed;
    const inSection = unit - placed.unitBase;
    const start = section.unitStart[inSection]!;
    const documents = section.unitStart[inSection + 1]! - start;
    const session = view.unitSession[unit]!;
    const sessionNorm = session === NONE ? 0 : normOfSession(view, session);
    let sessionScore = 0;
    for (const { cursorAt, idf, sessionIdf } of terms) {
      const cursor = cursorAt(placed, unit);
      if (cursor === undefined || cursor.unit !== inSection) continue;
      const count = readPostings(cursor, places, frequencies);
      let inUnit = 0;
      for (let at = 0; at < count; at++) {
        const place = places[at]!;
        const frequency = frequencies[at]!;
        inUnit += frequency;
        const saturated = (frequency * (TURN_BM25.k1 + 1)) / (frequency + normOf(section.length[start + place]!));
        if (session === NONE) words[place]! += idf * saturated;
        else lend(strongest, place, idf * saturated);
      }
      if (session === NONE) continue;
      for (let place = 0; place < documents; place++) words[place]! += strongest[place + WINDOW_TURNS]!;
      strongest.fill(0, 0, documents + 2 * WINDOW_TURNS);
      sessionScore += sessionIdf * ((inUnit * (SESSION_BM25.k1 + 1)) / (inUnit + sessionNorm));
    }
    return SESSION_WEIGHT * sessionScore;
  };
}

/** Gives a weight to its turn, and shares of it to those around. */
function lend(strongest: Float64Array, place: number, weight: number): void {
  for (let at = 0; at < SHARES.length; at++) {
    const share = weight * SHARES[at]!;
    if (share > strongest[place + at]!) strongest[place + at] = share;
  }
}

/** k1·(1 − b + b·length ÷ average) of documents by length. */
function createTurnNorms(averageLength: number): (length: number) => number {
  const { k1, b } = TURN_BM25;
  const compute = (length: number): number => k1 * (1 - b + b * (length / averageLength));
  const table = Float64Array.from({ length: TABLE_LENGTHS }, (_, length) => compute(length));
  return (length) => (length < TABLE_LENGTHS ? table[length]! : compute(length));
}

function normOfSession({ sessionLength, averageSessionLength }: View, session: number): number {
  const { k1, b } = SESSION_BM25;
  return k1 * (1 - b + b * (sessionLength[session]! / averageSessionLength));
}

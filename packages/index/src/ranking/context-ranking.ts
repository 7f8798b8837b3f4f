/**
 * Context ranking: a turn is scored by its own words, by the words of its neighbours in the conversation, by its session
 * as a whole, and by who speaks and when. Source: design measurements on LoCoMo, docs/ranking.md.
 *
 *   w_t(i) = idf_t · tf·(k1+1) / (tf + k1·(1 − b + b·len_i/avglen)),  idf_t = ln(1 + (N − df + .5)/(df + .5))
 *   W(j)   = Σ_t max( w_t(j), max over neighbours j+d in the session of κ_d · w_t(j+d) )
 *   S(j)   = W(j) + .5·Z(session of j) + speaker + date + when − question mark
 *
 * A related term of the second hop adds its weight times its part of W, and nothing to Z.
 *
 * Every document is scored, so the order is exact. A document without session, speaker or date falls back to BM25.
 */
import { FLAG_QUESTION, FLAG_TIME_EXPRESSION } from "../analysis/text-flags.ts";
import type { NamedDate } from "../analysis/time-words.ts";
import { NONE, type Columns } from "../partition/columns.ts";
import type { Partition } from "../partition/partition.ts";
import type { Postings } from "../partition/postings.ts";
import { liveNeighbour, type View } from "../partition/view.ts";
import type { Question } from "./question.ts";

/** BM25 of a turn, and of a session as one document. */
export const TURN_BM25 = { k1: 0.7, b: 0.3 } as const;
const SESSION_BM25 = { k1: 1.2, b: 0.5 } as const;
/** What a neighbour's word is worth at 1, 2, 3, 4 turns: when it was said before the turn, and after it. */
export const SAID_BEFORE = [0.7, 0.5, 0.3, 0.2] as const;
export const SAID_AFTER = [0.4, 0.2, 0.15, 0.1] as const;
export const SESSION_WEIGHT = 0.5;
export const SPEAKER_BONUS = 1.5;
export const DATE_WEIGHT = 5;
const YEAR_ONLY_MATCH = 0.3;
export const WHEN_BONUS = 1.5;
export const QUESTION_PENALTY = 1.5;

/** The scores of all documents of a partition, by ordinal. */
export interface ContextScores {
  /** S(j). */
  readonly score: Float64Array;
  /** Whether anything but the speaker and the flags speaks for the document: words, session or date. */
  readonly matched: Uint8Array;
}

/** Scores every live document: O(postings of the terms + documents). */
export function scoreInContext(partition: Partition, view: View, question: Question): ContextScores {
  const count = view.live.length;
  const score = new Float64Array(count);
  const matched = new Uint8Array(count);
  const sessionScore = new Float64Array(partition.sessions.size);
  const scratch = { score, matched, strongest: new Float64Array(count), touched: new Int32Array(count), factor: 1 };
  for (const term of question.terms) {
    const postings = partition.postings.get(term);
    if (postings === undefined) continue;
    addTermWeights(partition.columns, view, postings, scratch);
    addSessionWeights(partition, view, postings, sessionScore);
  }
  for (const { term, weight } of question.related ?? []) {
    const postings = partition.postings.get(term);
    if (postings !== undefined) addTermWeights(partition.columns, view, postings, { ...scratch, factor: weight });
  }
  addFeatures(partition.columns, view, question, { score, matched, sessionScore });
  return { score, matched };
}

/** ln(1 + (N − df + .5)/(df + .5)): never negative. */
export function inverseDocumentFrequency(documents: number, holding: number): number {
  return Math.log(1 + (documents - holding + 0.5) / (holding + 0.5));
}

/** The share of a term's weight that depends on how often it stands in a document of this length. */
export function saturatedFrequency(
  frequency: number,
  relativeLength: number,
  { k1, b }: { readonly k1: number; readonly b: number },
): number {
  return (frequency * (k1 + 1)) / (frequency + k1 * (1 - b + b * relativeLength));
}

/** 2 for month and day, 1 for the month, .3 for the year alone; a part that is named and differs gives 0. */
export function dateMatch(dates: readonly NamedDate[], yearMonthDay: number): number {
  const year = Math.floor(yearMonthDay / 10_000);
  const month = Math.floor(yearMonthDay / 100) % 100;
  const day = yearMonthDay % 100;
  let best = 0;
  for (const date of dates) {
    if (date.year !== undefined && date.year !== year) continue;
    if (date.month === undefined) best = Math.max(best, YEAR_ONLY_MATCH);
    else if (date.month === month) best = Math.max(best, date.day === day ? 2 : 1);
  }
  return best;
}

/** How many live documents hold the term. */
export function liveHolders(postings: Postings, live: Uint8Array): number {
  let holders = 0;
  for (let at = 0; at < postings.length; at += 2) if (live[postings.pairs[at]!] === 1) holders++;
  return holders;
}

/** How often the term stands in each session that has it, by session ordinal. */
export function sessionFrequencies(columns: Columns, view: View, postings: Postings): Map<number, number> {
  const frequencies = new Map<number, number>();
  // Turns of one session mostly follow each other, so the map is asked once for a run of them.
  let session = NONE;
  let frequency = 0;
  const closeRun = (): void => {
    if (session !== NONE) frequencies.set(session, (frequencies.get(session) ?? 0) + frequency);
    frequency = 0;
  };
  for (let at = 0; at < postings.length; at += 2) {
    const ordinal = postings.pairs[at]!;
    if (view.live[ordinal] !== 1) continue;
    if (columns.session[ordinal] !== session) {
      closeRun();
      session = columns.session[ordinal]!;
    }
    frequency += postings.pairs[at + 1]!;
  }
  closeRun();
  return frequencies;
}

/** The BM25 weight of a term for a session as one document. */
export function sessionWeight(view: View, session: number, frequency: number, idf: number): number {
  return idf * saturatedFrequency(frequency, view.sessionLength[session]! / view.averageSessionLength, SESSION_BM25);
}

interface TermScratch {
  readonly score: Float64Array;
  readonly matched: Uint8Array;
  /** All zero between terms: the strongest weight that this term gave to each document so far. */
  readonly strongest: Float64Array;
  /** The ordinals with a weight, in order of the first one. */
  readonly touched: Int32Array;
  /** What the term counts: 1 when it was asked for, less when it is related. */
  readonly factor: number;
}

function addTermWeights(columns: Columns, view: View, postings: Postings, scratch: TermScratch): void {
  const { live } = view;
  const { score, matched, strongest, touched, factor } = scratch;
  const { previous, next, length } = columns;
  const { pairs, length: end } = postings;
  const idf = factor * inverseDocumentFrequency(view.documents, liveHolders(postings, live));
  let count = 0;
  for (let at = 0; at < end; at += 2) {
    const ordinal = pairs[at]!;
    if (live[ordinal] !== 1) continue;
    const weight = idf * saturatedFrequency(pairs[at + 1]!, length[ordinal]! / view.averageLength, TURN_BM25);
    count = raise(scratch, count, ordinal, weight);
    count = lend(scratch, count, { live, links: next, from: ordinal, weight, shares: SAID_BEFORE });
    count = lend(scratch, count, { live, links: previous, from: ordinal, weight, shares: SAID_AFTER });
  }
  for (let at = 0; at < count; at++) {
    const ordinal = touched[at]!;
    score[ordinal]! += strongest[ordinal]!;
    strongest[ordinal] = 0;
    matched[ordinal] = 1;
  }
}

interface Loan {
  readonly live: Uint8Array;
  readonly links: Int32Array;
  readonly from: number;
  readonly weight: number;
  readonly shares: readonly number[];
}

/** Gives shares of a weight to the turns along `links`. @returns the new count of touched ordinals. */
function lend(scratch: TermScratch, count: number, { live, links, from, weight, shares }: Loan): number {
  let touched = count;
  let at = from;
  for (let step = 0; step < shares.length; step++) {
    at = liveNeighbour(live, links, at);
    if (at === NONE) break;
    touched = raise(scratch, touched, at, weight * shares[step]!);
  }
  return touched;
}

function raise({ strongest, touched }: TermScratch, count: number, ordinal: number, weight: number): number {
  const before = strongest[ordinal]!;
  if (weight <= before) return count;
  strongest[ordinal] = weight;
  if (before > 0) return count;
  touched[count] = ordinal;
  return count + 1;
}

function addSessionWeights(partition: Partition, view: View, postings: Postings, sessionScore: Float64Array): void {
  const frequencies = sessionFrequencies(partition.columns, view, postings);
  const idf = inverseDocumentFrequency(view.sessions, frequencies.size);
  for (const [session, frequency] of frequencies)
    sessionScore[session]! += sessionWeight(view, session, frequency, idf);
}

interface FeatureScratch {
  readonly score: Float64Array;
  readonly matched: Uint8Array;
  readonly sessionScore: Float64Array;
}

function addFeatures(columns: Columns, view: View, question: Question, scratch: FeatureScratch): void {
  const { score, matched, sessionScore } = scratch;
  for (let ordinal = 0; ordinal < score.length; ordinal++) {
    if (view.live[ordinal] !== 1) continue;
    const session = columns.session[ordinal]!;
    let extra = session === NONE ? 0 : SESSION_WEIGHT * sessionScore[session]!;
    if (question.dates.length > 0) extra += DATE_WEIGHT * dateMatch(question.dates, columns.yearMonthDay[ordinal]!);
    if (extra > 0) matched[ordinal] = 1;
    const flags = columns.flags[ordinal]!;
    if (question.speaker !== undefined && columns.speaker[ordinal] === question.speaker) extra += SPEAKER_BONUS;
    if (question.asksForTime && (flags & FLAG_TIME_EXPRESSION) !== 0) extra += WHEN_BONUS;
    if ((flags & FLAG_QUESTION) !== 0) extra -= QUESTION_PENALTY;
    score[ordinal]! += extra;
  }
}

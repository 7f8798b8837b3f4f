/**
 * The second hop: what a list question should be asked with, after a first look. The kinds that it names bring their members;
 * the first hop ranks with them, and what its best hits share joins in. The second ranking is the search's own, with the
 * related terms beside the question's: W(j) grows by Σ weight · (the term's part of W), the session's part stays as it is.
 *
 * Bounds: one ranking of at most 20 hits, at most ten texts read, at most 12 + 5 related terms. The first hop looks at what
 * filters hide too, as counts do, so that a filter never changes a score; what it hides never comes back.
 */
import type { Analyzer } from "../analysis/terms.ts";
import type { Question, RelatedTerm } from "../ranking/question.ts";
import { kindTerms, type KindTable } from "./kind-terms.ts";
import { sharedTerms } from "./shared-terms.ts";

const RANKED_HITS = 20;
const READ_HITS = 10;

/** A hit of the first hop. */
export interface FirstHit {
  readonly ref: number;
  readonly score: number;
  /** As in `Question.speaker`. */
  readonly speaker: string | undefined;
}

/** What the second hop asks of the index. */
export interface HopPort {
  /** The best `limit` of the question without any filter, best first, by the view that is searched. */
  readonly rank: (question: Question, limit: number) => readonly FirstHit[];
  readonly readText: (ref: number) => Promise<string>;
  /** The inverse document frequency in the view; 0 for a term that no memory in it holds. */
  readonly idf: (term: string) => number;
  readonly analyzer: Analyzer;
  readonly kinds: KindTable;
  readonly signal?: AbortSignal | undefined;
}

/** @returns the question with its related terms; the question itself when there are none. */
export async function withRelatedTerms(question: Question, port: HopPort): Promise<Question> {
  const members = kindTerms(port.kinds, question.terms, (term) => port.idf(term) > 0);
  const hits = await readFirstHits({ ...question, related: members }, port);
  const known = new Set([...question.terms, ...members.map(({ term }) => term)]);
  const related: RelatedTerm[] = [...members, ...sharedTerms(hits, known, port.idf)];
  return related.length === 0 ? question : { ...question, related };
}

/** The best hits: of whom the question is about, when it names one. */
async function readFirstHits(
  question: Question,
  { rank, readText, analyzer, signal }: HopPort,
): Promise<{ score: number; terms: string[] }[]> {
  const isAbout = ({ speaker }: FirstHit): boolean => question.speaker === undefined || speaker === question.speaker;
  const hits = rank(question, RANKED_HITS).filter(isAbout).slice(0, READ_HITS);
  const texts = await Promise.all(hits.map(({ ref }) => readText(ref)));
  signal?.throwIfAborted();
  return hits.map(({ score }, at) => ({ score, terms: analyzer.terms(texts[at]!) }));
}

/**
 * The second source of related terms: what the first hits have in common. A term that several of them hold belongs to the
 * matter, though nobody asked for it; a term of one hit alone is mostly chance, and is not taken.
 *
 *   w(t) = idf_t · Σ S(h) / S(best)   over the first hits h that hold t;   the heaviest five, scaled to .1 · w(t)/max w
 *
 * Source: relevance feedback after Rocchio (1971), with gates and weight measured on LoCoMo (docs/ranking.md): ungated, or
 * with a weight of .2 and more, it loses.
 */
import type { RelatedTerm } from "../ranking/question.ts";

/** What the heaviest shared term counts beside a word that was asked for. */
const SHARED_WEIGHT = 0.1;
const MIN_HOLDERS = 2;
const MAX_SHARED = 5;

/** A hit of the first hop, read again. */
export interface ReadHit {
  readonly score: number;
  /** Its index terms, in order and with repetitions. */
  readonly terms: readonly string[];
}

/**
 * @param hits best first.
 * @param known terms that the second hop has already: the question's own, and the members of kinds.
 * @returns at most five terms, heaviest first; equal weights in the order in which the hits say them.
 */
export function sharedTerms(
  hits: readonly ReadHit[],
  known: ReadonlySet<string>,
  idf: (term: string) => number,
): RelatedTerm[] {
  const best = Math.max(1, hits[0]?.score ?? 0);
  const support = new Map<string, { holders: number; weight: number }>();
  for (const { score, terms } of hits) {
    for (const term of new Set(terms)) {
      if (known.has(term)) continue;
      const { holders, weight } = support.get(term) ?? { holders: 0, weight: 0 };
      support.set(term, { holders: holders + 1, weight: weight + Math.max(0, score) / best });
    }
  }
  const shared = [...support]
    .filter(([, { holders }]) => holders >= MIN_HOLDERS)
    .map(([term, { weight }]) => ({ term, weight: weight * idf(term) }))
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MAX_SHARED);
  const heaviest = shared[0]?.weight ?? 0;
  if (heaviest <= 0) return [];
  return shared.map(({ term, weight }) => ({ term, weight: SHARED_WEIGHT * (weight / heaviest), source: "hits" }));
}

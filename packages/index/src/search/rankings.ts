/** Rankings: what each mode makes of a question. "lexical" is exact at any size; the others are told in docs/ranking.md. */
import type { IndexQuery, ScoreParts } from "../document.ts";
import { createExplainer } from "../lexical/explain.ts";
import { passes } from "../lexical/document-filter.ts";
import type { Searcher } from "../lexical/searcher.ts";
import { createTopDocuments } from "../lexical/top-documents.ts";
import { FUSED_SPREAD_COST, SPREAD_COST, SPREAD_HITS } from "../multi-hop/spread.ts";
import { classicRelevance } from "../ranking/classic.ts";
import type { Ranked } from "../ranking/top.ts";
import type { DocumentVectors } from "../semantic/document-vectors.ts";
import { LEXICAL_SHARE, minMax, VECTOR_SHARE } from "../semantic/fusion.ts";
import { askInHops, bestByWords, type Reading } from "./ask.ts";
import { allUnits, contextScores, documentsAround, isSmall, type DocumentNumbers } from "./document-scores.ts";
import { mostImportant } from "./importance.ts";
import { CANDIDATES, lookNear } from "./nearness.ts";

/** What a ranking works with. */
export interface RankingContext extends Reading {
  readonly searcher: Searcher;
  readonly vectors: DocumentVectors;
  /** ms */
  readonly now: number;
  /** Whether the user configured an embedder. */
  readonly hasEmbedder: boolean;
}

/** The best documents, best first, and what gave them their scores. */
export interface RankedDocuments {
  readonly documents: readonly Ranked[];
  readonly explain: (document: number) => ScoreParts;
  /** What a hit costs the later ones of its session; 0 for a question that does not ask for several things. */
  readonly spreadCost: number;
}

export type Rank = (query: IndexQuery, limit: number, context: RankingContext) => Promise<RankedDocuments>;

/** Without a question, what passes the filters comes by importance, the newest first among equals. */
export function rankByImportance(
  query: IndexQuery,
  limit: number,
  { searcher }: RankingContext,
): Promise<RankedDocuments> {
  const documents = mostImportant(searcher, { limit, filter: searcher.filter(query) });
  return Promise.resolve({ documents, explain: () => ({}), spreadCost: 0 });
}

export async function rankLexical(query: IndexQuery, limit: number, context: RankingContext): Promise<RankedDocuments> {
  const { searcher } = context;
  const { asked, asksForSeveral } = await askInHops(query, searcher, context);
  const wanted = asksForSeveral ? Math.max(limit, SPREAD_HITS) : limit;
  return {
    documents: bestByWords(searcher, asked, { limit: wanted, filter: query }).toSorted(),
    explain: createExplainer({ ...searcher, asked }),
    spreadCost: asksForSeveral ? SPREAD_COST : 0,
  };
}

export async function rankByVector(
  query: IndexQuery,
  limit: number,
  context: RankingContext,
): Promise<RankedDocuments> {
  const { pooled } = await lookNear(query, context);
  return {
    documents: best(context.searcher, pooled, { query, limit }),
    explain: (document) => ({ cosine: pooled.get(document) ?? 0 }),
    spreadCost: 0,
  };
}

export async function rankHybrid(query: IndexQuery, limit: number, context: RankingContext): Promise<RankedDocuments> {
  const { searcher } = context;
  const { asked, asksForSeveral } = await askInHops(query, searcher, context);
  const candidates = { limit: Math.max(limit, CANDIDATES), filter: query };
  const byWords = isSmall(searcher) ? [] : bestByWords(searcher, asked, candidates).toSorted();
  const { units, pooled } = await lookNear(
    query,
    context,
    byWords.map(({ ordinal }) => ordinal),
  );
  const scores = contextScores(searcher, asked, units);
  const explain = createExplainer({ ...searcher, asked });
  return {
    documents: best(searcher, fuse(scores, pooled), {
      query,
      limit: asksForSeveral ? Math.max(limit, SPREAD_HITS) : limit,
    }),
    explain: (document) => ({
      ...explain(document),
      lexical: scores.get(document) ?? 0,
      cosine: pooled.get(document) ?? 0,
    }),
    spreadCost: asksForSeveral ? FUSED_SPREAD_COST : 0,
  };
}

/** Reads every text: the seed's formula knows no index. */
export async function rankClassic(query: IndexQuery, limit: number, context: RankingContext): Promise<RankedDocuments> {
  const { searcher, readText, now, hasEmbedder } = context;
  const withVectors = hasEmbedder || query.embedding !== undefined;
  const cosines: DocumentNumbers = withVectors ? (await lookNear(query, context)).cosines : new Map();
  const scores: DocumentNumbers = new Map();
  for (const document of documentsAround(searcher, allUnits(searcher))) {
    query.signal?.throwIfAborted();
    const { placed, unit, at, block } = searcher.places.of(document);
    const { section, unitBase } = placed;
    const text = await readText(block.ref[at]!);
    const type = section.types[section.type[section.unitStart[unit - unitBase]! + at]!]!;
    const described = { text, timestamp: block.timestamp[at]!, type };
    const score = classicRelevance(query.text ?? "", described, now, cosines.get(document));
    if (score > 0) scores.set(document, score);
  }
  return { documents: best(searcher, scores, { query, limit }), explain: () => ({}), spreadCost: 0 };
}

function fuse(scores: DocumentNumbers, cosines: DocumentNumbers): DocumentNumbers {
  const lexical = minMax(scores.values());
  const near = minMax(cosines.values());
  const fused: DocumentNumbers = new Map();
  for (const [document, score] of scores) {
    fused.set(document, LEXICAL_SHARE * lexical(score) + VECTOR_SHARE * near(cosines.get(document) ?? 0));
  }
  return fused;
}

function best(
  { view, places, filter }: Searcher,
  scores: DocumentNumbers,
  { query, limit }: { query: IndexQuery; limit: number },
): Ranked[] {
  const top = createTopDocuments(limit, { view, places });
  const compiled = filter(query);
  for (const [document, score] of scores) {
    if (compiled === undefined || passes(view, compiled, document)) top.offer(document, score);
  }
  return top.toSorted();
}

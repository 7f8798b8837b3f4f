/** One search of one namespace: which ranking answers, and what is given back. */
import type { IndexHit, IndexQuery, SearchMode } from "../document.ts";
import { spreadSessions, type Spread } from "../multi-hop/spread.ts";
import type { Ranked } from "../ranking/top.ts";
import { NONE } from "../segment/section-documents.ts";
import {
  rankByImportance,
  rankByVector,
  rankClassic,
  rankHybrid,
  rankLexical,
  type Rank,
  type RankingContext,
} from "./rankings.ts";

type Ranking = Exclude<SearchMode, "auto"> | "importance";

const RANKINGS: Record<Ranking, Rank> = {
  importance: rankByImportance,
  lexical: rankLexical,
  vector: rankByVector,
  hybrid: rankHybrid,
  classic: rankClassic,
};

/**
 * @returns at most `limit` hits, best first; equal scores: the newer session first, inside a session the earlier turn.
 *   The hits of a question for several things are spread over the sessions.
 */
export async function searchNamespace(query: IndexQuery, limit: number, context: RankingContext): Promise<IndexHit[]> {
  const { places, view } = context.searcher;
  const rank = RANKINGS[resolveMode(query, context.hasEmbedder)];
  const { documents, explain, spreadCost } = await rank(query, limit, context);
  const sessionOf = ({ ordinal }: Ranked): number | undefined => {
    const session = view.unitSession[places.of(ordinal).unit]!;
    return session === NONE ? undefined : session;
  };
  const spread: readonly Spread<Ranked>[] =
    spreadCost === 0
      ? documents.slice(0, limit).map((hit) => ({ hit, cost: 0 }))
      : spreadSessions(documents, { sessionOf, costOfOne: spreadCost }).slice(0, limit);
  return spread.map(({ hit: { ordinal, score }, cost }) => {
    const hit = { ref: places.refOf(ordinal), score: score + cost };
    if (query.explain !== true) return hit;
    const why = explain(ordinal);
    return Object.assign(hit, { why: cost < 0 ? { ...why, spread: cost } : why });
  });
}

function resolveMode(query: IndexQuery, hasEmbedder: boolean): Ranking {
  const mode = query.mode ?? "auto";
  if (query.text === undefined && query.embedding === undefined) return "importance";
  if (query.text === undefined) return "vector";
  if (mode !== "auto") return mode;
  return hasEmbedder || query.embedding !== undefined ? "hybrid" : "lexical";
}

/** One search in one partition: which ranker, over which documents, and how many come back. */
import type { IndexHit, IndexQuery, SearchMode } from "../document.ts";
import { FUSED_SPREAD_COST, SPREAD_COST, SPREAD_HITS, spreadSessions, type Spread } from "../multi-hop/spread.ts";
import { NONE } from "../partition/columns.ts";
import { toPredicate } from "../partition/filter.ts";
import type { Partition } from "../partition/partition.ts";
import { classicRelevance } from "../ranking/classic.ts";
import { scoreInContext } from "../ranking/context-ranking.ts";
import { createExplainer } from "../ranking/explain.ts";
import { LEXICAL_SHARE, minMax, poolCosines, VECTOR_SHARE } from "../ranking/fusion.ts";
import { createTop, type Ranked } from "../ranking/top.ts";
import { ask } from "./ask.ts";
import { createOrder } from "./order.ts";
import type { SearchContext } from "./search-context.ts";

/**
 * @returns at most `limit` hits, best first; equal scores: the newer session first, inside a session the earlier turn.
 *   The hits of a question for several things are spread over the sessions.
 */
export async function searchPartition(query: IndexQuery, limit: number, context: SearchContext): Promise<IndexHit[]> {
  const { partition } = context;
  const ranking = await RANKERS[resolveMode(query, context.hasEmbedder)](query, context);
  const passes = toPredicate(partition, query);
  const top = createTop(ranking.spreadCost === 0 ? limit : Math.max(limit, SPREAD_HITS), createOrder(partition));
  for (let ordinal = 0; ordinal < ranking.candidates.length; ordinal++) {
    if (ranking.candidates[ordinal] === 0) continue;
    const score = ranking.score(ordinal);
    if (score >= top.floor && passes(ordinal)) top.offer({ ordinal, score });
  }
  return spread(top.toSorted(), ranking.spreadCost, partition)
    .slice(0, limit)
    .map(({ hit: { ordinal, score }, cost }) => {
      const hit = { ref: partition.columns.ref[ordinal]!, score: score + cost };
      if (query.explain !== true) return hit;
      const why = ranking.explain(ordinal);
      return Object.assign(hit, { why: cost < 0 ? { ...why, spread: cost } : why });
    });
}

function spread(ranked: readonly Ranked[], costOfOne: number, { columns }: Partition): readonly Spread<Ranked>[] {
  if (costOfOne === 0) return ranked.map((hit) => ({ hit, cost: 0 }));
  const sessionOf = ({ ordinal }: Ranked): number | undefined => {
    const session = columns.session[ordinal]!;
    return session === NONE ? undefined : session;
  };
  return spreadSessions(ranked, { sessionOf, costOfOne });
}

interface Ranking {
  /** 1 per live ordinal that answers at all. */
  readonly candidates: Uint8Array;
  score(ordinal: number): number;
  explain(ordinal: number): NonNullable<IndexHit["why"]>;
  /** What a hit costs the later ones of its session; 0 for a question that does not ask for several things. */
  readonly spreadCost: number;
}

type Ranker = Exclude<SearchMode, "auto"> | "importance";

const RANKERS: Record<Ranker, (query: IndexQuery, context: SearchContext) => Promise<Ranking>> = {
  importance: (_, context) => Promise.resolve(rankByImportance(context)),
  lexical: rankLexical,
  vector: rankByVector,
  hybrid: rankHybrid,
  classic: rankClassic,
};

function resolveMode(query: IndexQuery, hasEmbedder: boolean): Ranker {
  const mode = query.mode ?? "auto";
  if (query.text === undefined && query.embedding === undefined) return "importance";
  if (query.text === undefined) return "vector";
  if (mode !== "auto") return mode;
  return hasEmbedder || query.embedding !== undefined ? "hybrid" : "lexical";
}

/** Without a question, what passes the filters comes by importance, the newest first among equals. */
function rankByImportance({ partition, view }: SearchContext): Ranking {
  return {
    candidates: view.live,
    score: (ordinal) => partition.columns.importance[ordinal]!,
    explain: () => ({}),
    spreadCost: 0,
  };
}

async function rankLexical(query: IndexQuery, context: SearchContext): Promise<Ranking> {
  const { partition, view } = context;
  const { question, asksForSeveral } = await ask(query, context);
  const { score, matched } = scoreInContext(partition, view, question);
  return {
    candidates: matched,
    score: (ordinal) => score[ordinal]!,
    explain: createExplainer(partition, view, question),
    spreadCost: asksForSeveral ? SPREAD_COST : 0,
  };
}

async function rankByVector(query: IndexQuery, context: SearchContext): Promise<Ranking> {
  const cosines = await pooledCosines(query, context);
  return {
    candidates: context.view.live,
    score: (ordinal) => cosines[ordinal]!,
    explain: (ordinal) => ({ cosine: cosines[ordinal]! }),
    spreadCost: 0,
  };
}

async function rankHybrid(query: IndexQuery, context: SearchContext): Promise<Ranking> {
  const cosines = await pooledCosines(query, context);
  const { partition, view } = context;
  const { question, asksForSeveral } = await ask(query, context);
  const { score } = scoreInContext(partition, view, question);
  const live = [...ordinalsWhere(view.live)];
  const lexical = minMax(score, live);
  const vector = minMax(cosines, live);
  const explain = createExplainer(partition, view, question);
  return {
    candidates: view.live,
    score: (ordinal) => LEXICAL_SHARE * lexical(ordinal) + VECTOR_SHARE * vector(ordinal),
    explain: (ordinal) => ({
      ...explain(ordinal),
      lexical: score[ordinal]!,
      cosine: cosines[ordinal]!,
    }),
    spreadCost: asksForSeveral ? FUSED_SPREAD_COST : 0,
  };
}

async function rankClassic(query: IndexQuery, context: SearchContext): Promise<Ranking> {
  const { partition, view, readText, now } = context;
  const { columns, types } = partition;
  const breakthrough = types.find("breakthrough");
  const withVectors = context.hasEmbedder || query.embedding !== undefined;
  const cosines = withVectors ? await rawCosines(query, context) : undefined;
  const scores = new Float64Array(view.live.length);
  for (const ordinal of ordinalsWhere(view.live)) {
    query.signal?.throwIfAborted();
    const document = {
      text: await readText(columns.ref[ordinal]!),
      timestamp: columns.timestamp[ordinal]!,
      type: columns.type[ordinal] === breakthrough ? "breakthrough" : "",
    };
    scores[ordinal] = Math.max(0, classicRelevance(query.text ?? "", document, now, cosines?.[ordinal]));
  }
  const candidates = Uint8Array.from(scores, (score) => (score > 0 ? 1 : 0));
  return { candidates, score: (ordinal) => scores[ordinal]!, explain: () => ({}), spreadCost: 0 };
}

async function rawCosines(query: IndexQuery, { vectors }: SearchContext): Promise<Float64Array> {
  const vector = query.embedding ?? (await vectors.embedQuestion(query.text ?? "", query.signal));
  return vectors.cosines(vector, query.signal);
}

async function pooledCosines(query: IndexQuery, context: SearchContext): Promise<Float64Array> {
  return poolCosines(context.partition.columns, context.view, await rawCosines(query, context));
}

function* ordinalsWhere(flags: Uint8Array): Generator<number> {
  for (let ordinal = 0; ordinal < flags.length; ordinal++) if (flags[ordinal] === 1) yield ordinal;
}

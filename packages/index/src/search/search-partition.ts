/** One search in one partition: which ranker, over which documents, and how many come back. */
import type { Analyzer } from "../analysis/terms.ts";
import type { IndexHit, IndexQuery, SearchMode } from "../document.ts";
import { NONE } from "../partition/columns.ts";
import { toPredicate } from "../partition/filter.ts";
import type { Partition } from "../partition/partition.ts";
import type { View } from "../partition/view.ts";
import { classicRelevance } from "../ranking/classic.ts";
import { scoreInContext } from "../ranking/context-ranking.ts";
import { explainDocument } from "../ranking/explain.ts";
import { LEXICAL_SHARE, minMax, poolCosines, VECTOR_SHARE } from "../ranking/fusion.ts";
import { readQuestion } from "../ranking/question.ts";
import { createTop, type Ranked } from "../ranking/top.ts";
import type { Vectors } from "./vectors.ts";

/** What a search works on. */
export interface SearchContext {
  readonly partition: Partition;
  readonly view: View;
  readonly vectors: Vectors;
  readonly analyzer: Analyzer;
  readonly readText: (ref: number) => Promise<string>;
  /** ms */
  readonly now: number;
  /** Whether the user configured an embedder. */
  readonly hasEmbedder: boolean;
}

/** @returns at most `limit` hits, best first; equal scores: the newer session first, inside a session the earlier turn. */
export async function searchPartition(query: IndexQuery, limit: number, context: SearchContext): Promise<IndexHit[]> {
  const { partition, view } = context;
  const ranking = await RANKERS[resolveMode(query, context.hasEmbedder)](query, context);
  const passes = toPredicate(partition, query);
  const top = createTop(limit, createOrder(partition));
  for (const ordinal of ranking.candidates) {
    if (view.live[ordinal] === 1 && passes(ordinal)) top.offer({ ordinal, score: ranking.score(ordinal) });
  }
  return top.toSorted().map(({ ordinal, score }) => {
    const ref = partition.columns.ref[ordinal]!;
    return query.explain === true ? { ref, score, why: ranking.explain(ordinal) } : { ref, score };
  });
}

/** Neighbours often tie, because they lend each other the same words: then the turn that came first is the better answer. */
function createOrder({ columns, sessionStart }: Partition): (a: Ranked, b: Ranked) => boolean {
  const startOf = (ordinal: number): number => {
    const session = columns.session[ordinal]!;
    return session === NONE ? columns.timestamp[ordinal]! : sessionStart[session]!;
  };
  return (a, b) => {
    if (a.score !== b.score) return a.score > b.score;
    const newer = startOf(a.ordinal) - startOf(b.ordinal);
    return newer === 0 ? a.ordinal < b.ordinal : newer > 0;
  };
}

interface Ranking {
  readonly candidates: Iterable<number>;
  score(ordinal: number): number;
  explain(ordinal: number): NonNullable<IndexHit["why"]>;
}

const RANKERS: Record<Exclude<SearchMode, "auto">, (query: IndexQuery, context: SearchContext) => Promise<Ranking>> = {
  lexical: (query, context) => Promise.resolve(rankLexical(query, context)),
  vector: rankByVector,
  hybrid: rankHybrid,
  classic: rankClassic,
};

function resolveMode(query: IndexQuery, hasEmbedder: boolean): Exclude<SearchMode, "auto"> {
  const mode = query.mode ?? "auto";
  if (query.text === undefined) return "vector";
  if (mode !== "auto") return mode;
  return hasEmbedder || query.embedding !== undefined ? "hybrid" : "lexical";
}

function rankLexical(query: IndexQuery, { partition, view, analyzer }: SearchContext): Ranking {
  const question = readQuestion(query.text ?? "", partition, analyzer);
  const { score, matched } = scoreInContext(partition, view, question);
  return {
    candidates: ordinalsWhere(matched),
    score: (ordinal) => score[ordinal]!,
    explain: (ordinal) => explainDocument(partition, view, question, ordinal),
  };
}

async function rankByVector(query: IndexQuery, context: SearchContext): Promise<Ranking> {
  const cosines = await pooledCosines(query, context);
  return {
    candidates: ordinalsWhere(context.view.live),
    score: (ordinal) => cosines[ordinal]!,
    explain: (ordinal) => ({ cosine: cosines[ordinal]! }),
  };
}

async function rankHybrid(query: IndexQuery, context: SearchContext): Promise<Ranking> {
  const cosines = await pooledCosines(query, context);
  const { partition, view } = context;
  const question = readQuestion(query.text ?? "", partition, context.analyzer);
  const { score } = scoreInContext(partition, view, question);
  const candidates = [...ordinalsWhere(view.live)];
  const lexical = minMax(score, candidates);
  const vector = minMax(cosines, candidates);
  return {
    candidates,
    score: (ordinal) => LEXICAL_SHARE * lexical(ordinal) + VECTOR_SHARE * vector(ordinal),
    explain: (ordinal) => ({
      ...explainDocument(partition, view, question, ordinal),
      lexical: score[ordinal]!,
      cosine: cosines[ordinal]!,
    }),
  };
}

async function rankClassic(query: IndexQuery, context: SearchContext): Promise<Ranking> {
  const { partition, view, readText, now } = context;
  const { columns, types } = partition;
  const breakthrough = types.find("breakthrough");
  const withVectors = context.hasEmbedder || query.embedding !== undefined;
  const cosines = withVectors ? await rawCosines(query, context) : undefined;
  const scores = new Map<number, number>();
  for (const ordinal of ordinalsWhere(view.live)) {
    query.signal?.throwIfAborted();
    const document = {
      text: await readText(columns.ref[ordinal]!),
      timestamp: columns.timestamp[ordinal]!,
      type: columns.type[ordinal] === breakthrough ? "breakthrough" : "",
    };
    const score = classicRelevance(query.text ?? "", document, now, cosines?.[ordinal]);
    if (score > 0) scores.set(ordinal, score);
  }
  return { candidates: scores.keys(), score: (ordinal) => scores.get(ordinal)!, explain: () => ({}) };
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

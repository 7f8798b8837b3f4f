/** Asks a partition: reads the question, and looks for related terms when it asks for several things. */
import type { IndexQuery } from "../document.ts";
import { asksForSeveral } from "../multi-hop/list-question.ts";
import { withRelatedTerms, type FirstHit, type HopPort } from "../multi-hop/second-hop.ts";
import { NONE } from "../partition/columns.ts";
import { inverseDocumentFrequency, liveHolders, scoreInContext } from "../ranking/context-ranking.ts";
import { readQuestion, type Question } from "../ranking/question.ts";
import { createTop } from "../ranking/top.ts";
import { createOrder } from "./order.ts";
import type { SearchContext } from "./search-context.ts";

/** What ranking is given. */
export interface Asked {
  readonly question: Question;
  /** Whether it asks for several things, so that its hits are to be spread over the sessions. */
  readonly asksForSeveral: boolean;
}

export async function ask(query: IndexQuery, context: SearchContext): Promise<Asked> {
  const { partition, view, analyzer } = context;
  const text = query.text ?? "";
  const question = readQuestion(text, partition, view, analyzer);
  if (query.hops === "off" || !asksForSeveral(text, analyzer)) return { question, asksForSeveral: false };
  const related = await withRelatedTerms(question, hopPort(context, query.signal));
  return { question: related, asksForSeveral: true };
}

function hopPort(context: SearchContext, signal: AbortSignal | undefined): HopPort {
  const { partition, view, analyzer, kinds, readText } = context;
  return {
    rank: (question, limit) => firstHits(context, question, limit),
    readText,
    idf(term) {
      const postings = partition.postings.get(term);
      const holders = postings === undefined ? 0 : liveHolders(postings, view.live);
      return holders === 0 ? 0 : inverseDocumentFrequency(view.documents, holders);
    },
    analyzer,
    kinds,
    signal,
  };
}

function firstHits({ partition, view }: SearchContext, question: Question, limit: number): FirstHit[] {
  const { columns } = partition;
  const { score, matched } = scoreInContext(partition, view, question);
  const top = createTop(limit, createOrder(partition));
  for (let ordinal = 0; ordinal < matched.length; ordinal++)
    if (matched[ordinal] === 1) top.offer({ ordinal, score: score[ordinal]! });
  return top.toSorted().map((hit) => {
    const speaker = columns.speaker[hit.ordinal]!;
    return { ref: columns.ref[hit.ordinal]!, score: hit.score, speaker: speaker === NONE ? undefined : speaker };
  });
}

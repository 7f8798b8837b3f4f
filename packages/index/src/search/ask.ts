/** Asks a view: reads the question, and looks for related terms when it asks for several things. */
import type { Analyzer } from "../analysis/terms.ts";
import type { IndexQuery } from "../document.ts";
import { idfOf } from "../lexical/asked-term.ts";
import { searchLexical } from "../lexical/search-lexical.ts";
import type { Searcher } from "../lexical/searcher.ts";
import { createTopDocuments, type TopDocuments } from "../lexical/top-documents.ts";
import { createUnitScorer, type Asked } from "../lexical/unit-scorer.ts";
import type { KindTable } from "../multi-hop/kind-terms.ts";
import { asksForSeveral } from "../multi-hop/list-question.ts";
import { withRelatedTerms, type FirstHit } from "../multi-hop/second-hop.ts";
import type { Question } from "../ranking/question.ts";

/** What reads questions and texts. */
export interface Reading {
  readonly analyzer: Analyzer;
  readonly kinds: KindTable;
  readonly readText: (ref: number) => Promise<string>;
}

export interface AskedInHops {
  readonly asked: Asked;
  /** Whether it asks for several things, so that its hits are to be spread over the sessions. */
  readonly asksForSeveral: boolean;
}

export async function askInHops(query: IndexQuery, searcher: Searcher, reading: Reading): Promise<AskedInHops> {
  const text = query.text ?? "";
  const question = searcher.read(text);
  if (query.hops === "off" || !asksForSeveral(text, reading.analyzer)) {
    return { asked: searcher.ask(question), asksForSeveral: false };
  }
  const related = await withRelatedTerms(question, {
    ...reading,
    rank: (first, limit) => firstHits(searcher, first, limit),
    idf: (term) => idfOf(searcher.view, term),
    signal: query.signal,
  });
  return { asked: searcher.ask(related), asksForSeveral: true };
}

/** The best `limit` documents by words alone that pass the query's filter. */
export function bestByWords(
  searcher: Searcher,
  asked: Asked,
  { limit, filter }: { readonly limit: number; readonly filter: IndexQuery },
): TopDocuments {
  const { view, places, bounds } = searcher;
  const compiled = searcher.filter(filter);
  const top = createTopDocuments(limit, { view, places });
  searchLexical({ view, asked, bounds, filter: compiled, top, score: createUnitScorer(searcher, asked) });
  return top;
}

function firstHits(searcher: Searcher, question: Question, limit: number): FirstHit[] {
  const hits = bestByWords(searcher, searcher.ask(question), { limit, filter: {} }).toSorted();
  return hits.map(({ ordinal, score }) => {
    const { placed, unit, at, block } = searcher.places.of(ordinal);
    const document = placed.section.unitStart[unit - placed.unitBase]! + at;
    return { ref: block.ref[at]!, score, speaker: placed.section.speakers[placed.section.speaker[document]! - 1] };
  });
}

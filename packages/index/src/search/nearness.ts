/**
 * Nearness: the cosines of documents to a question. Of every document in a small view; in a large one of those nearest to the question
 * and those that words brought, with their neighbours.
 */
import type { IndexQuery } from "../document.ts";
import { passes } from "../lexical/document-filter.ts";
import type { Searcher } from "../lexical/searcher.ts";
import type { DocumentVectors } from "../semantic/document-vectors.ts";
import { NONE } from "../segment/section-documents.ts";
import { refTableOf } from "../view/ref-table.ts";
import {
  allUnits,
  documentsAround,
  isSmall,
  pooledCosines,
  type DocumentNumbers,
  type PlacedUnit,
} from "./document-scores.ts";

/** What is near, and in which units candidates lie. */
export interface Nearness {
  readonly units: readonly PlacedUnit[];
  /** Of the documents themselves. */
  readonly cosines: DocumentNumbers;
  /** Of window-pooled vectors. */
  readonly pooled: DocumentNumbers;
}

/** Documents that words and vectors each bring where not all are looked at. */
export const CANDIDATES = 200;

/** Where at most this share of all vectors may be returned, they are listed; otherwise those that look near are asked one by one. */
const FEW = 1 / 8;

/** @param byWords documents that are candidates already. */
export async function lookNear(
  query: IndexQuery,
  { searcher, vectors }: { readonly searcher: Searcher; readonly vectors: DocumentVectors },
  byWords: readonly number[] = [],
): Promise<Nearness> {
  const { places } = searcher;
  const question = query.embedding ?? (await vectors.embedQuestion(query.text ?? "", query.signal));
  const small = isSmall(searcher);
  const units = small
    ? allUnits(searcher)
    : uniqueUnits(searcher, [...byWords, ...(await nearest(query, question, { searcher, vectors }))]);
  const documents = documentsAround(searcher, units);
  const refs = documents.map(places.refOf);
  if (small) await vectors.ensure(refs, query.signal);
  const found = await vectors.cosines(question, refs);
  const cosines = new Map(documents.map((document, at) => [document, found[at]!]));
  return { units, cosines, pooled: pooledCosines(searcher, units, cosines) };
}

async function nearest(
  query: IndexQuery,
  question: Float32Array,
  { searcher, vectors }: { searcher: Searcher; vectors: DocumentVectors },
): Promise<number[]> {
  const { view } = searcher;
  const filter = searcher.filter(query);
  const table = refTableOf(view);
  const isAllowed = (document: number): boolean =>
    document !== NONE && (filter === undefined || passes(view, filter, document));
  const most = Math.min(view.liveDocuments, filter?.documents ?? Number.POSITIVE_INFINITY);
  const choice =
    most <= vectors.size * FEW
      ? { among: table.refsOf(isAllowed) }
      : { allows: (ref: number): boolean => isAllowed(table.find(ref)) };
  const limit = Math.max(query.limit ?? 0, CANDIDATES);
  const hits = await vectors.nearest(question, limit, { ...choice, signal: query.signal });
  return hits.map(({ key }) => table.find(key));
}

function uniqueUnits({ places }: Searcher, documents: readonly number[]): PlacedUnit[] {
  const units = documents.map((document) => places.of(document));
  return [...new Map(units.map((one) => [one.unit, one])).values()];
}

/**
 * Turns the tokens of documents, read in order, into lists by term: a counting sort, linear in tokens.
 * Invariant: a term's documents come out ascending, each once with its frequency.
 */
import type { TermDocuments } from "./posting-writer.ts";

/** Tokens in the order of documents: `ids[i]` is a term, and document d has the tokens from `starts[d]` to `starts[d + 1]`. */
export interface TokenRun {
  readonly ids: Int32Array;
  readonly starts: ArrayLike<number>;
  readonly documents: number;
  /** Ids lie below this. */
  readonly terms: number;
}

/** Lists by term id. The lists share one pair of arrays: take what you need before the next call. */
export interface TermLists {
  /** Ids that stand somewhere, ascending. */
  readonly used: readonly number[];
  documentsOf(id: number): TermDocuments;
}

export function sortByTerm({ ids, starts, documents, terms }: TokenRun): TermLists {
  const tokens = starts[documents]!;
  const end = new Int32Array(terms + 1);
  for (let at = 0; at < tokens; at++) end[ids[at]! + 1]!++;
  const used: number[] = [];
  for (let id = 0; id < terms; id++) {
    if (end[id + 1]! > 0) used.push(id);
    end[id + 1]! += end[id]!;
  }
  // From here `end[id]` is where the term's next token goes; at last it is where the term ends.
  const documentOf = new Int32Array(tokens);
  for (let document = 0; document < documents; document++) {
    for (let at = starts[document]!; at < starts[document + 1]!; at++) documentOf[end[ids[at]!]!++] = document;
  }
  const lists: TermDocuments = { count: 0, documents: new Int32Array(64), frequencies: new Int32Array(64) };
  return {
    used,
    documentsOf(id) {
      collect(documentOf, { from: id === 0 ? 0 : end[id - 1]!, to: end[id]! }, lists);
      return lists;
    },
  };
}

function collect(documentOf: Int32Array, { from, to }: { from: number; to: number }, lists: TermDocuments): void {
  if (lists.documents.length < to - from) {
    lists.documents = new Int32Array((to - from) * 2);
    lists.frequencies = new Int32Array((to - from) * 2);
  }
  const { documents, frequencies } = lists;
  let count = 0;
  for (let at = from; at < to; at++) {
    if (count > 0 && documents[count - 1] === documentOf[at]) frequencies[count - 1]!++;
    else {
      documents[count] = documentOf[at]!;
      frequencies[count++] = 1;
    }
  }
  lists.count = count;
}

/**
 * Spelling: which terms of the index may a word that it does not know have meant? Terms that share enough character trigrams with
 * the word are compared with it by edit distance; of equal distances, the term in more documents comes first.
 *
 * Invariant (tested against a scan of all terms): nothing within the allowed edits is missed. One edit touches at most four of
 * a word's n + 1 trigrams (a swap of neighbours does), so ⌊n / 4⌋ edits leave at least one of them whole.
 */
import { editDistance, leastEdits, letterSet } from "./edit-distance.ts";
import { createTermList, MAX_LETTERS, type TermCount, type TermList } from "./term-list.ts";
import { createTrigramPostings, type TrigramPostings } from "./trigram-postings.ts";

const TRIGRAMS_PER_EDIT = 4;
const MAX_EDITS = 3;
const DEFAULT_MAX_TERMS = 200_000;
const DEFAULT_LIMIT = 3;

/** A term that a word may have meant. It is a stem: `surfaceForm` finds how a memory writes it. */
export interface Suggestion {
  readonly term: string;
  /** 1 to 3 letters inserted, left out, replaced or swapped. */
  readonly edits: number;
  /** Documents that hold the term. */
  readonly documents: number;
}

export interface SpellingOptions {
  /** Terms kept, at least 2; default 200,000, which take some 15 MB. Of more, the rarer ones are not suggested. */
  readonly maxTerms?: number | undefined;
}

/** Not safe to share between threads. */
export interface Spelling {
  /**
   * Terms that `term` may have meant, best first: fewer edits, then more documents, then in the order of letters. Nothing for
   * a term that is known, is shorter than four letters, or longer than 32.
   * @param limit default 3
   */
  suggest(term: string, limit?: number): Suggestion[];
}

/**
 * @param terms the terms of the dictionary with the number of documents that hold each; read once, at the first call of `suggest`.
 * @throws RangeError for `maxTerms` below 2.
 */
export function createSpelling(
  terms: () => Iterable<TermCount>,
  { maxTerms = DEFAULT_MAX_TERMS }: SpellingOptions = {},
): Spelling {
  if (!(maxTerms >= 2)) throw new RangeError("maxTerms must be at least 2");
  let built: { readonly list: TermList; readonly postings: TrigramPostings } | undefined;

  function build(): NonNullable<typeof built> {
    const list = createTermList(terms(), maxTerms);
    return { list, postings: createTrigramPostings(list) };
  }

  return {
    suggest(term, limit = DEFAULT_LIMIT) {
      const bound = allowedEdits(term.length);
      if (bound === 0 || term.length > MAX_LETTERS) return [];
      const { list, postings } = (built ??= build());
      const letters = Uint16Array.from(term, (_, at) => term.charCodeAt(at));
      const found: Suggestion[] = [];
      const least = letters.length + 1 - TRIGRAMS_PER_EDIT * bound;
      const set = letterSet(letters);
      postings.sharing(letters, least, (ordinal) => {
        if (leastEdits(set, list.letterSetOf(ordinal)) > bound) return;
        const edits = editDistance(letters, list.lettersOf(ordinal), bound);
        if (edits <= bound) found.push({ term: list.termOf(ordinal), edits, documents: list.documentsOf(ordinal) });
      });
      if (found.some(({ edits }) => edits === 0)) return [];
      return found.toSorted(byLikelihood).slice(0, limit);
    },
  };
}

/** How many edits a word of so many letters may be away from what was meant: one for every four letters, three at most. */
export function allowedEdits(letters: number): number {
  return Math.min(MAX_EDITS, Math.floor(letters / TRIGRAMS_PER_EDIT));
}

function byLikelihood(a: Suggestion, b: Suggestion): number {
  return a.edits - b.edits || b.documents - a.documents || (a.term < b.term ? -1 : 1);
}

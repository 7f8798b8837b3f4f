/**
 * The query language: words, "phrases", -exclusions and filters in one line of text. See the table in this room's README.
 * Whatever is not of the language is plain words: an unknown field, a URL, "12:30", a quote that nothing closes, a date that
 * does not exist, a hyphen before a digit, clauses beyond the bound. So are the phrases of a question: who asks what somebody said of
 * "Little Women"? names a title, and the answer need not name it again (10 of 999 questions of LoCoMo are so).
 */
import type { SearchFilter } from "../document.ts";
import { toWords } from "../analysis/words.ts";
import { readClauses, type Clause, type QueryField } from "./clauses.ts";
import { parseIsoTime } from "./iso-time.ts";

/** What a query asks for. */
export interface ParsedQuery {
  /** The words that rank, those of phrases among them. */
  readonly text: string;
  /** Each must stand in a memory, see `phraseMatches`. */
  readonly phrases: readonly string[];
  /** None of these words may stand in it, in any form; each is one word as `toWords` gives it. */
  readonly excludedWords: readonly string[];
  /** None of these phrases may stand in it. */
  readonly excludedPhrases: readonly string[];
  /** Several tags: all of them. Several types: any of them. Another field named twice: the last counts. */
  readonly filter: SearchFilter;
  /** A memory may have none of these. */
  readonly excluded: ExcludedAttributes;
}

/** Attributes behind a hyphen: `-tag:work`. */
export interface ExcludedAttributes {
  readonly tags: readonly string[];
  readonly types: readonly string[];
  readonly sessions: readonly string[];
  readonly speakers: readonly string[];
}

/** Each clause that is not plain words costs time per memory: what stands beyond is read as words. */
const MAX_CLAUSES = 64;
const DIGIT_OR_HYPHEN = /^[-\d]/;
const UNCLOSED = /^["“]/;

/** Reads a query. Never throws; takes time in its length. */
export function parseQuery(query: string): ParsedQuery {
  const draft = createDraft();
  const words: string[] = [];
  const isQuestion = query.trimEnd().endsWith("?");
  let clauses = 0;
  for (const clause of readClauses(query)) {
    const isTitle = isQuestion && clause.isQuoted && clause.field === undefined && !clause.isExcluded;
    const meaning = isTitle || clauses === MAX_CLAUSES ? undefined : meaningOf(clause);
    if (meaning === undefined) {
      words.push(clause.raw);
      continue;
    }
    clauses++;
    if (meaning === "phrases") words.push(clause.value.trim());
    addTo(draft, meaning, clause);
  }
  const { filter, ...rest } = draft;
  return { ...rest, text: words.join(" "), filter };
}

interface Draft {
  readonly phrases: string[];
  readonly excludedWords: string[];
  readonly excludedPhrases: string[];
  readonly filter: { -readonly [Field in keyof SearchFilter]: SearchFilter[Field] };
  readonly excluded: { readonly [Field in keyof ExcludedAttributes]: string[] };
}

function createDraft(): Draft {
  return {
    phrases: [],
    excludedWords: [],
    excludedPhrases: [],
    filter: {},
    excluded: { tags: [], types: [], sessions: [], speakers: [] },
  };
}

type Meaning = "phrases" | "excludedWords" | "excludedPhrases" | QueryField;

/** What a clause is, or `undefined` for plain words. */
function meaningOf(clause: Clause): Meaning | undefined {
  const { field, value, isQuoted, isExcluded } = clause;
  if (field === "before" || field === "after")
    return isExcluded || parseIsoTime(value) === undefined ? undefined : field;
  if (field !== undefined) return value === "" || (!isQuoted && UNCLOSED.test(value)) ? undefined : field;
  if (!isExcluded && !isQuoted) return undefined;
  const words = toWords(value).length;
  if (words === 0) return undefined;
  if (!isExcluded) return "phrases";
  if (isQuoted) return "excludedPhrases";
  if (DIGIT_OR_HYPHEN.test(value)) return undefined;
  return words === 1 ? "excludedWords" : "excludedPhrases";
}

function addTo(draft: Draft, meaning: Meaning, { value, isExcluded }: Clause): void {
  const { filter, excluded } = draft;
  if (meaning === "excludedWords") draft.excludedWords.push(...toWords(value));
  else if (meaning === "phrases" || meaning === "excludedPhrases") draft[meaning].push(value);
  else if (meaning === "before" || meaning === "after") filter[meaning] = parseIsoTime(value);
  else if (isExcluded) excluded[`${meaning}s`].push(value);
  else if (meaning === "tag") filter.tags = [...(filter.tags ?? []), value];
  else if (meaning === "type") filter.types = [...(filter.types ?? []), value];
  else filter[meaning] = value;
}

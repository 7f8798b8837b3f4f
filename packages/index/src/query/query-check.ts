/** Query check: may a memory be an answer, as far as phrases and exclusions go? Filters are the business of the index. */
import { createAnalyzer, type Analyzer } from "../analysis/terms.ts";
import { toWords } from "../analysis/words.ts";
import type { ParsedQuery } from "./parse-query.ts";
import { createPhraseTest } from "./phrases.ts";

/** What is looked at of a memory. */
export interface CheckedDocument {
  readonly text: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly session?: string | undefined;
  readonly speaker?: string | undefined;
}

/**
 * @returns a test of documents, or `undefined` when the query has neither phrases nor exclusions and every document passes.
 * It takes time in the length of the text, for each phrase.
 */
export function createQueryCheck(
  query: ParsedQuery,
  analyzer: Analyzer = createAnalyzer(),
): ((document: CheckedDocument) => boolean) | undefined {
  const { phrases, excludedPhrases, excludedWords, excluded } = query;
  const wanted = phrases.map(createPhraseTest);
  const unwanted = excludedPhrases.map(createPhraseTest);
  // A stop word has no term: it is unwanted as it stands.
  const unwantedTerms = new Set(excludedWords.map((word) => analyzer.term(word) ?? word));
  const asksForText = wanted.length + unwanted.length + unwantedTerms.size > 0;
  if (!asksForText && Object.values(excluded).every((values: readonly string[]) => values.length === 0))
    return undefined;

  return ({ text, type, tags, session, speaker }) => {
    if (excluded.types.includes(type) || excluded.tags.some((tag) => tags.includes(tag))) return false;
    if (session !== undefined && excluded.sessions.includes(session)) return false;
    if (speaker !== undefined && excluded.speakers.includes(speaker)) return false;
    if (!asksForText) return true;
    const words = toWords(text);
    return (
      wanted.every((stands) => stands(words)) &&
      !unwanted.some((stands) => stands(words)) &&
      !(unwantedTerms.size > 0 && words.some((word) => unwantedTerms.has(analyzer.term(word) ?? word)))
    );
  };
}

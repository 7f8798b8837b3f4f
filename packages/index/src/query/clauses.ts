/**
 * Clauses: a query cut into its parts, before anybody asks what they mean. A part begins at the start, behind white space or
 * right behind a closing quote, so that quotes, colons and hyphens inside words are letters like others.
 *
 *   clause = ["-"] [field ":"] (quoted | characters other than white space)
 *   quoted = '"' characters, with \" for " and \\ for \ '"'  |  '“' characters other than ” '”'
 *
 * Invariants: nothing is refused; the `raw` parts, in order, are all of the query but its white space; linear time.
 */

/** The filters that a query may name, in any case of letters. */
const QUERY_FIELDS = ["tag", "session", "speaker", "type", "before", "after"] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** One part of a query. */
export interface Clause {
  readonly isExcluded: boolean;
  readonly field: QueryField | undefined;
  readonly isQuoted: boolean;
  /** What stands behind the hyphen and the field, without quotes and escapes. */
  readonly value: string;
  /** As it is written. */
  readonly raw: string;
}

const HEAD = new RegExp(`(-?)(?:(${QUERY_FIELDS.join("|")}):)?`, "iy");
const WHITE_SPACE = /\s*/y;
const WORD = /\S*/y;
const ESCAPED = /\\(["\\])/g;
const ESCAPE = "\\";
const STRAIGHT_QUOTE = '"';
const OPENING_QUOTE = "“";
const CLOSING_QUOTE = "”";
const NOWHERE = -1;

export function* readClauses(query: string): Generator<Clause> {
  // Ten thousand opening quotes without a closing one would else each be followed to the end.
  const lastCurly = query.lastIndexOf(CLOSING_QUOTE);
  let at = skip(WHITE_SPACE, query, 0);
  while (at < query.length) {
    HEAD.lastIndex = at;
    const [head, hyphen, field] = HEAD.exec(query)!; // it matches the empty text too
    const start = at + head.length;
    const close = start < lastCurly || query[start] === STRAIGHT_QUOTE ? closingQuote(query, start) : NOWHERE;
    const end = close === NOWHERE ? skip(WORD, query, start) : close + 1;
    const written = close === NOWHERE ? query.slice(start, end) : query.slice(start + 1, close);
    yield {
      isExcluded: hyphen !== "",
      field: field?.toLowerCase() as QueryField | undefined,
      isQuoted: close !== NOWHERE,
      value: query[start] === STRAIGHT_QUOTE ? written.replaceAll(ESCAPED, "$1") : written,
      raw: query.slice(at, end),
    };
    at = skip(WHITE_SPACE, query, end);
  }
}

/** Where the quote that opens at `start` is closed, or `NOWHERE`. */
function closingQuote(query: string, start: number): number {
  if (query[start] === OPENING_QUOTE) return query.indexOf(CLOSING_QUOTE, start);
  if (query[start] !== STRAIGHT_QUOTE) return NOWHERE;
  for (let at = start + 1; at < query.length; at++) {
    if (query[at] === STRAIGHT_QUOTE) return at;
    if (query[at] === ESCAPE) at++;
  }
  return NOWHERE;
}

/** Where a stretch that a sticky pattern matches ends. */
function skip(pattern: RegExp, query: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(query)?.[0].length ?? 0);
}

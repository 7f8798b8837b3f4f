/**
 * Time words of a question: does it ask for a time, which dates does it name? Works on the raw text, because stop words
 * ("when", "may") carry the meaning here. What memories tell of times is in time-expressions.ts.
 */

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const MONTH_WORD =
  "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";
const ASKS_FOR_TIME = /\bwhen\b|\bhow long\b|\b(?:which|what) (?:time|date|day|week|month|year|season)\b/i;

/** A date as a question names it: any part may be missing. `month` is 1..12. */
export interface NamedDate {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
}

/** @returns whether the question asks for a time. */
export function asksForTime(question: string): boolean {
  return ASKS_FOR_TIME.test(question);
}

/** A question that names more dates is a document: every date is compared with every memory, so the rest is not read. */
const MAX_DATES = 64;

const ISO_DATE = /\b(\d{4})-(\d{2})(?:-(\d{2}))?\b/g;
const DAY_MONTH = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH_WORD})\\b[.,]?(?:,? ?((?:19|20)\\d\\d))?`,
  "gi",
);
const MONTH_DAY = new RegExp(`\\b(${MONTH_WORD})\\b[.]? (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? ?((?:19|20)\\d\\d))?`, "gi");
const MONTH_ALONE = new RegExp(`\\b(${MONTH_WORD})\\b[.]?(?:,? ?((?:19|20)\\d\\d))?`, "gi");
const YEAR_ALONE = /\b((?:19|20)\d\d)\b/g;

/**
 * @param names words that are names here: "April" alone is then no month, "April 2023" still is.
 * @returns the dates that the question names, most precise readings first; each stretch of text is read once.
 */
export function namedDates(question: string, names: ReadonlySet<string> = new Set()): NamedDate[] {
  const dates: NamedDate[] = [];
  let rest = question;
  const take = (pattern: RegExp, read: (match: RegExpMatchArray) => NamedDate | undefined): void => {
    rest = rest.replaceAll(pattern, (...match) => {
      const groups = match as unknown as RegExpMatchArray;
      const date = read(groups);
      if (date === undefined || dates.length === MAX_DATES) return groups[0];
      dates.push(date);
      return " ";
    });
  };
  take(ISO_DATE, ([, year, month, day]) => ({ year: Number(year), month: Number(month), day: numberOf(day) }));
  take(DAY_MONTH, ([, day, month, year]) => ({ day: Number(day), month: monthNumber(month), year: numberOf(year) }));
  take(MONTH_DAY, ([, month, day, year]) => ({ day: Number(day), month: monthNumber(month), year: numberOf(year) }));
  take(MONTH_ALONE, ([, month, year]) =>
    isMonthHere(month, year, names) ? { month: monthNumber(month), year: numberOf(year) } : undefined,
  );
  take(YEAR_ALONE, ([, year]) => ({ year: Number(year) }));
  return dates;
}

/** "may" and "march" are verbs too: alone they count as months only with a capital letter or a year. */
function isMonthHere(word: string | undefined, year: string | undefined, names: ReadonlySet<string>): boolean {
  if (word === undefined) return false;
  if (year !== undefined) return true;
  if (names.has(word.toLowerCase())) return false;
  return /^(?:mar|march|may|dec|sep|jan)$/i.test(word) ? /^[A-Z]/.test(word) : true;
}

function monthNumber(word: string | undefined): number {
  return MONTHS.findIndex((month) => month.startsWith((word ?? "").slice(0, 3).toLowerCase())) + 1;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

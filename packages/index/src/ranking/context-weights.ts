/**
 * The constants of context ranking. Source: docs/ranking.md, measured on LoCoMo.
 *
 *   W(j) = Σ_t max( w_t(j), max over neighbours j+d in the session of κ_d · w_t(j+d) )
 *   S(j) = W(j) + .5·Z(session of j) + speaker + date + when − question mark
 */
import type { NamedDate } from "../analysis/time-words.ts";

/** What a neighbour's word is worth at 1, 2, 3, 4 turns: when it was said before the turn, and after it. */
export const SAID_BEFORE = [0.7, 0.5, 0.3, 0.2] as const;
export const SAID_AFTER = [0.4, 0.2, 0.15, 0.1] as const;
/** The largest of them. */
export const LARGEST_SHARE = 0.7;
export const SESSION_WEIGHT = 0.5;
export const SPEAKER_BONUS = 1.5;
export const DATE_WEIGHT = 5;
export const WHEN_BONUS = 1.5;
export const QUESTION_PENALTY = 1.5;

const MONTH_MATCH = 1;
const DAY_MATCH = 2;
/** The most that a date gives. */
export const LARGEST_DATE_MATCH: number = DAY_MATCH;
const YEAR_ONLY_MATCH = 0.3;

/** A day in UTC. `month` is 1..12. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** 2 for month and day, 1 for the month, .3 for the year alone; a part that is named and differs gives 0. */
export function dateMatch(dates: readonly NamedDate[], timestamp: number): number {
  if (dates.length === 0) return 0;
  const day = toDay(timestamp);
  let best = 0;
  for (const date of dates) {
    if (date.year !== undefined && date.year !== day.year) continue;
    if (date.month === undefined) best = Math.max(best, YEAR_ONLY_MATCH);
    else if (date.month === day.month) best = Math.max(best, date.day === day.day ? DAY_MATCH : MONTH_MATCH);
  }
  return best;
}

/** No time from `low` to `high` (ms) matches better than this. */
export function dateMatchBound(dates: readonly NamedDate[], low: number, high: number): number {
  const first = toDay(low);
  const last = toDay(high);
  const firstMonth = first.year * 12 + first.month;
  const lastMonth = last.year * 12 + last.month;
  let best = 0;
  for (const { year, month, day } of dates) {
    if (year !== undefined && (year < first.year || year > last.year)) continue;
    if (month === undefined) best = Math.max(best, YEAR_ONLY_MATCH);
    else if (meetsMonth({ year, month }, firstMonth, lastMonth)) {
      best = Math.max(best, day === undefined ? MONTH_MATCH : DAY_MATCH);
    }
  }
  return best;
}

/** Months count from year 0. */
function meetsMonth(
  { year, month }: { readonly year: number | undefined; readonly month: number },
  first: number,
  last: number,
): boolean {
  if (year !== undefined) return year * 12 + month >= first && year * 12 + month <= last;
  return last - first >= 11 || (((month - first) % 12) + 12) % 12 <= last - first;
}

function toDay(timestamp: number): Day {
  const date = new Date(timestamp);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** ISO times as people write them in a query: a year, a month, a day, or a day with a time; UTC unless an offset says otherwise. */

const ISO_TIME = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?$/i;
const HAS_OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** @returns the first millisecond of what is named ("2023-05": 1 May 2023, 00:00 UTC), or `undefined` for no such time. */
export function parseIsoTime(text: string): number | undefined {
  const match = ISO_TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour] = match;
  if (Number(day ?? 1) > daysIn(Number(year), Number(month ?? 1))) return undefined;
  const whole = hour !== undefined && !HAS_OFFSET.test(text) ? `${text}Z` : text;
  const time = Date.parse(whole.toUpperCase());
  return Number.isNaN(time) ? undefined : time;
}

function daysIn(year: number, month: number): number {
  const firstOfNext = new Date(0);
  firstOfNext.setUTCFullYear(year, month, 0);
  return firstOfNext.getUTCDate();
}

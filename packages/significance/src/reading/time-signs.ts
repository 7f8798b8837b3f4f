/** Time signs: what a word in its place says of time. The words are in time-words.ts. */
import type { Word } from "./reading.ts";

/** "point": a point of time; "event": something that happened; "plan": something that is to happen. */
export type TimeSign = "point" | "event" | "plan";

/** A year, a time of day, a day of the month. */
const NUMBERED = /^(?:(?:19|20)\d\d|\d{1,2}:\d\d|\d{1,2}(?:st|nd|rd|th|am|pm))$/;
const SHORTEST_REGULAR_PAST = 5;
const LETTER_D = 0x64;
const LETTER_E = 0x65;
const BEHIND_DIGITS = 0x3a;

/** @param before the word before it; absent at the beginning of a sentence. */
export function timeSignOf(
  { text, lower, listed }: Pick<Word, "text" | "lower" | "listed">,
  before: Pick<Word, "listed"> | undefined,
): TimeSign | undefined {
  const { time } = listed;
  if (time === "month") return before !== undefined && text !== lower ? "point" : undefined;
  if (time === "span") return before?.listed.pointsToTime === true ? "point" : undefined;
  if (time !== undefined) return time;
  if (isRegularPast(lower)) return "event";
  return lower.charCodeAt(0) < BEHIND_DIGITS && NUMBERED.test(lower) ? "point" : undefined;
}

function isRegularPast(lower: string): boolean {
  const { length } = lower;
  return (
    length >= SHORTEST_REGULAR_PAST &&
    lower.charCodeAt(length - 1) === LETTER_D &&
    lower.charCodeAt(length - 2) === LETTER_E
  );
}

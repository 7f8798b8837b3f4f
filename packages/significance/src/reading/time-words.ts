/**
 * Words that tie a text to a time: points of time, events that are told, and plans. Our own selection; the irregular
 * pasts are those of talk that mean an event (not "was" or "had"), the regular ones go by their ending.
 */

/** "point": a point of time; "event": something that happened; "plan": something that is to happen. */
export type TimeSign = "point" | "event" | "plan";

const LISTED = {
  point:
    "yesterday today tonight tomorrow ago recently lately soon monday tuesday wednesday thursday friday saturday sunday " +
    "january february april june july august september october november december weekend birthday anniversary " +
    "christmas easter thanksgiving halloween deadline appointment noon midnight",
  // Months that are also words: they count when they are capitalised inside a sentence.
  month: "march may",
  // Spans become points after a pointer: "last week".
  span: "week month year morning afternoon evening night summer winter spring autumn fall semester season day",
  event:
    "went made took came saw met won lost gave bought found felt told said began ran wrote left became taught brought " +
    "thought knew kept held heard built spent sent sold paid flew drove rode broke chose fell grew sang spoke stood swam " +
    "threw woke wore caught fought sought slept ate drank quit",
  plan: "will i'll we'll gonna planning plan planned upcoming schedule scheduled booked",
} as const;

const SIGNS: ReadonlyMap<string, keyof typeof LISTED> = new Map(
  Object.entries(LISTED).flatMap(([sign, words]) =>
    words.split(" ").map((word): [string, keyof typeof LISTED] => [word, sign as keyof typeof LISTED]),
  ),
);
const POINTERS: ReadonlySet<string> = new Set("last next this past coming previous following".split(" "));
/** A year, a time of day, a day of the month. */
const NUMBERED = /^(?:(?:19|20)\d\d|\d{1,2}:\d\d|\d{1,2}(?:st|nd|rd|th|am|pm))$/;
const SHORTEST_REGULAR_PAST = 5;

/** What the word says of time. @param before the lower-case word before it, "" at the beginning of a sentence. */
export function timeSignOf(
  word: { readonly text: string; readonly lower: string },
  before: string,
): TimeSign | undefined {
  const { lower, text } = word;
  const sign = SIGNS.get(lower);
  if (sign === "month") return before !== "" && text !== lower ? "point" : undefined;
  if (sign === "span") return POINTERS.has(before) ? "point" : undefined;
  if (sign !== undefined) return sign;
  if (lower.endsWith("ed") && lower.length >= SHORTEST_REGULAR_PAST) return "event";
  return lower.charCodeAt(0) < 0x3a && NUMBERED.test(lower) ? "point" : undefined;
}

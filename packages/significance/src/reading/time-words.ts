/**
 * Words that tie a text to a time: points of time, events that are told, and plans. Our own selection; the irregular
 * pasts are those of talk that mean an event (not "was" or "had"), the regular ones go by their ending (time-signs.ts).
 */

/** The lists: a sign, or what becomes a sign by its place ("month", "span"). */
export type TimeList = "point" | "month" | "span" | "event" | "plan";

const LISTED: Readonly<Record<TimeList, string>> = {
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
};

export const TIME_LISTS: ReadonlyMap<string, TimeList> = new Map(
  Object.entries(LISTED).flatMap(([list, words]) =>
    words.split(" ").map((word): [string, TimeList] => [word, list as TimeList]),
  ),
);
export const TIME_POINTERS: ReadonlySet<string> = new Set("last next this past coming previous following".split(" "));

/**
 * Time expressions: does a memory speak of a time? Works on the raw text, because stop words ("ago", "may") carry the
 * meaning here. The regular expression decides; it costs microseconds a text, so bulk work asks it only about texts whose
 * words give a cue.
 *
 * Invariants: a text with a time expression holds a word with `CUE_ALONE`, or one with `CUE_BEHIND` next after one with
 * `CUE_BEFORE` (tested), whichever way it is cut into words at characters other than letters, digits and apostrophes;
 * the expression speaks of ASCII only, so it finds the same in UTF-8 bytes read as Latin-1.
 */

/** Each of these is a time expression by itself. */
const TIMES =
  "yesterday today tonight tomorrow ago recently lately weekend monday tuesday wednesday thursday friday saturday sunday " +
  "january february april june july august september october november december";
const UNITS = "day night week month year decade summer winter spring fall autumn morning evening hour minute";
const BEFORE_UNIT =
  "last next past this previous coming every each since for in a an " +
  "one two three four five six seven eight nine ten few several";
/** Months that are verbs too, and the words behind which they are months. */
const VERB_MONTHS = "march may";
const BEFORE_MONTH = "in on by since until early late mid";

const TIME_EXPRESSION = new RegExp(
  [
    `\\b(?:${oneOf(TIMES)}|(?:19|20)\\d\\d)\\b`,
    `\\b(?:${oneOf(BEFORE_UNIT)}|couple of|\\d+) (?:${oneOf(UNITS)})s?\\b`,
    `\\b\\d{1,2}(?::\\d\\d)? ?(?:am|pm)\\b`,
    `\\b(?:${oneOf(BEFORE_MONTH)}) (?:${oneOf(VERB_MONTHS)})\\b`,
  ].join("|"),
  "i",
);

/** @returns whether the text tells of a time ("yesterday", "last week", "in 2019", "7 pm"). */
export function hasTimeExpression(text: string): boolean {
  return TIME_EXPRESSION.test(text);
}

/** The word may be a time expression by itself. */
export const CUE_ALONE = 1;
/** The word may end a time expression that began with the word before it. */
export const CUE_BEHIND = 2;
/** The word may begin a time expression that the next word ends. */
export const CUE_BEFORE = 4;
export const CUE_BITS = 3;
export const CUE_MASK = 7;

const WORD_RUN = /\w+/g;
const YEAR_OR_CLOCK = /^(?:(?:19|20)\d\d|\d{1,2}(?:am|pm))$/;
const DIGITS = /^\d+$/;
const ALONE = wordSet(TIMES);
const BEHIND = wordSet(`${UNITS} ${UNITS.replaceAll(/\w+/g, "$&s")} ${VERB_MONTHS} am pm`);
const BEFORE = wordSet(`${BEFORE_UNIT} ${BEFORE_MONTH} of`);

/** Every word of letters alone that promises something. Only digits and marks let others do so. */
export const CUE_WORDS: ReadonlySet<string> = new Set([...ALONE, ...BEHIND, ...BEFORE]);

/** What a word promises: `CUE_ALONE` + `CUE_BEHIND` + `CUE_BEFORE`. A word may hold marks, and then speaks for its parts. */
export function timeCue(word: string): number {
  const runs = word.match(WORD_RUN)?.map((run) => run.toLowerCase()) ?? [];
  const alone = runs.some((run) => ALONE.has(run) || YEAR_OR_CLOCK.test(run));
  const last = runs.at(-1) ?? "";
  return (
    (alone ? CUE_ALONE : 0) |
    (BEHIND.has(runs[0] ?? "") ? CUE_BEHIND : 0) |
    (BEFORE.has(last) || DIGITS.test(last) ? CUE_BEFORE : 0)
  );
}

function oneOf(words: string): string {
  return words.replaceAll(" ", "|");
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

/**
 * Steps 2, 3 and 4 of Porter2: three tables of suffixes, and the one way they are applied.
 * Source: snowballstem.org/algorithms/english/stemmer.html, steps 2 to 4.
 *
 * Invariants: the longest suffix which matches decides alone, also when its condition then forbids the change; suffixes are
 * filed by their last letter but one, which tells them apart far better than the last (most end in i, l, s or e).
 */
import { endsWith, letterAt, replaceEnd, type WordBuffer } from "./word.ts";

/** `after`: the letters one of which must stand before the suffix; empty for no condition. */
interface SuffixRule {
  readonly suffix: string;
  readonly replacement: string;
  readonly region: "r1" | "r2";
  readonly after: string;
}

type RuleBook = readonly (readonly SuffixRule[])[];

interface RuleCondition {
  readonly region: "r1" | "r2";
  readonly after?: string | undefined;
}

const R1: RuleCondition = { region: "r1" };
const R2: RuleCondition = { region: "r2" };

const STEP_2_RULES: RuleBook = fileRules([
  ...rules("tional", "tion", R1),
  ...rules("enci", "ence", R1),
  ...rules("anci", "ance", R1),
  ...rules("abli", "able", R1),
  ...rules("entli", "ent", R1),
  ...rules("izer ization", "ize", R1),
  ...rules("ational ation ator", "ate", R1),
  ...rules("alism aliti alli", "al", R1),
  ...rules("fulness fulli", "ful", R1),
  ...rules("ousli ousness", "ous", R1),
  ...rules("iveness iviti", "ive", R1),
  ...rules("biliti bli", "ble", R1),
  ...rules("lessli", "less", R1),
  ...rules("ogi", "og", { region: "r1", after: "l" }),
  ...rules("li", "", { region: "r1", after: "cdeghkmnrt" }),
]);

const STEP_3_RULES: RuleBook = fileRules([
  ...rules("tional", "tion", R1),
  ...rules("ational", "ate", R1),
  ...rules("alize", "al", R1),
  ...rules("icate iciti ical", "ic", R1),
  ...rules("ful ness", "", R1),
  ...rules("ative", "", R2),
]);

const STEP_4_RULES: RuleBook = fileRules([
  ...rules("al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize", "", R2),
  ...rules("ion", "", { region: "r2", after: "st" }),
]);

/** Step 2: the suffix of a derived word becomes a simpler one ("-ization" to "-ize"). */
export function simplifyDerivation(word: WordBuffer): void {
  applyLongestRule(word, STEP_2_RULES);
}

/** Step 3: the same again for what step 2 leaves ("-icate" to "-ic"). */
export function simplifyFurther(word: WordBuffer): void {
  applyLongestRule(word, STEP_3_RULES);
}

/** Step 4: the last suffix falls, when enough of a word stands before it. */
export function dropSuffix(word: WordBuffer): void {
  applyLongestRule(word, STEP_4_RULES);
}

function applyLongestRule(word: WordBuffer, book: RuleBook): void {
  if (word.length <= word.r1 || word.length < 2) return; // R1 is empty, and R2 lies within it
  const candidates = book[letterAt(word, word.length - 2)]!; // letters are ASCII, and the book has a page for each
  for (const rule of candidates) {
    if (!endsWith(word, rule.suffix)) continue;
    if (isAllowed(word, rule)) replaceEnd(word, rule.suffix.length, rule.replacement);
    return;
  }
}

function isAllowed(word: WordBuffer, rule: SuffixRule): boolean {
  const start = word.length - rule.suffix.length;
  if (start < (rule.region === "r1" ? word.r1 : word.r2)) return false;
  return rule.after === "" || isOneOf(rule.after, letterAt(word, start - 1)); // R1 never begins the word: start > 0
}

function isOneOf(letters: string, code: number): boolean {
  for (let i = 0; i < letters.length; i++) {
    if (letters.charCodeAt(i) === code) return true;
  }
  return false;
}

function rules(suffixes: string, replacement: string, { region, after = "" }: RuleCondition): SuffixRule[] {
  return suffixes.split(" ").map((suffix) => ({ suffix, replacement, region, after }));
}

/** Files rules under the char code of their last letter but one, longest suffix first. */
function fileRules(unfiled: readonly SuffixRule[]): RuleBook {
  const book: SuffixRule[][] = Array.from({ length: 128 }, () => []);
  for (const rule of unfiled.toSorted((a, b) => b.suffix.length - a.suffix.length)) {
    book[rule.suffix.charCodeAt(rule.suffix.length - 2)]?.push(rule);
  }
  return book;
}

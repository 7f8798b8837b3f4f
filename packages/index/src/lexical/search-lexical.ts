/**
 * Lexical search: the exact best documents of a view by context ranking, without scoring the others. Units are scored in the order of
 * their bounds until no bound reaches the worst score that would be kept (max-score, at the level of units). Source: Turtle and
 * Flood 1995; figures: docs/ranking.md §Speed.
 */
import { createTop } from "../ranking/top.ts";
import { sectionOfUnit, type View } from "../view/view.ts";
import type { AskedTerm } from "./asked-term.ts";
import { largestGift, type BoundedUnits, type Bounds } from "./bounds.ts";
import { ALL_PLACES, type DocumentFilter } from "./document-filter.ts";
import type { TopDocuments } from "./top-documents.ts";
import { largestBonus, type Asked, type ScoreUnit } from "./unit-scorer.ts";

/** Lists are added, rarest first, up to so many entries before it is asked whether the rest can matter. */
const FIRST_ENTRIES = 4_000;
/** Units scored first, to learn what a good score is. */
const FIRST_UNITS = 32;
/** With fewer allowed units than this, all of them are scored. */
const FEW_UNITS = 256;
/** Scoring a unit takes as long as adding so many entries of a list to the bounds. Measured: docs/ranking.md §Speed. */
const ENTRIES_PER_UNIT = 200;

/** What a search works with. */
export interface LexicalSearch {
  readonly view: View;
  readonly asked: Asked;
  readonly score: ScoreUnit;
  readonly bounds: Bounds;
  readonly filter: DocumentFilter | undefined;
  readonly top: TopDocuments;
}

/** Offers to `top` every document that could be among the best. */
export function searchLexical(search: LexicalSearch): void {
  const { asked, bounds, filter } = search;
  if (filter !== undefined && filter.units.length <= FEW_UNITS) {
    for (const unit of filter.units) scoreUnit(search, unit);
    return;
  }
  const bonus = largestBonus(asked);
  bounds.clear();
  bounds.addDates(asked.dates);
  const [first, waiting] = splitTerms(asked.terms);
  for (const term of first) bounds.addTerm(term);
  const scored = new Set<number>();
  for (;;) {
    const extra = waiting.reduce((sum, term) => sum + largestGift(term), bonus);
    const candidates = bounds.reaching(search.top.floor - extra);
    scoreBest(search, candidates, { extra, scored });
    const left = reachingFloor(search, candidates, { extra, scored });
    // What no term so far touched can reach no more than the waiting ones give.
    const mayBeElsewhere = extra >= search.top.floor;
    const [next] = waiting;
    if (next === undefined || (!mayBeElsewhere && left.length * ENTRIES_PER_UNIT <= next.entries)) {
      scoreAll(search, left, extra);
      break;
    }
    bounds.addTerm(next);
    waiting.shift();
  }
  bounds.clear();
}

/** The rarest terms, whose lists are short together, and the others; both rarest first. */
function splitTerms(asked: readonly AskedTerm[]): [first: AskedTerm[], waiting: AskedTerm[]] {
  const terms = asked.toSorted((a, b) => a.entries - b.entries);
  let count = 0;
  let entries = 0;
  while (count < terms.length && (count === 0 || entries + terms[count]!.entries <= FIRST_ENTRIES)) {
    entries += terms[count++]!.entries;
  }
  return [terms.slice(0, count), terms.slice(count)];
}

/** What may come to a bound, and the units that need no second look. */
interface Progress {
  readonly extra: number;
  readonly scored: Set<number>;
}

/** Scores the candidates with the greatest bounds. */
function scoreBest(search: LexicalSearch, { count, units, bounds }: BoundedUnits, { extra, scored }: Progress): void {
  const best = createTop(FIRST_UNITS, (a, b) => a.score > b.score);
  for (let at = 0; at < count; at++) {
    const unit = units[at]!;
    if (bounds[at]! > best.floor && !scored.has(unit) && passesUnit(search, unit))
      best.offer({ ordinal: unit, score: bounds[at]! });
  }
  for (const { ordinal, score } of best.toSorted()) {
    if (score + extra < search.top.floor) break;
    scored.add(ordinal);
    scoreUnit(search, ordinal);
  }
}

/** The candidates, scored ones left out, that can still reach the floor; in the memory of the candidates, which they replace. */
function reachingFloor(
  search: LexicalSearch,
  { count, units, bounds }: BoundedUnits,
  { extra, scored }: Progress,
): Int32Array {
  const least = search.top.floor - extra;
  let left = 0;
  for (let at = 0; at < count; at++) {
    const unit = units[at]!;
    if (bounds[at]! >= least && !scored.has(unit) && passesUnit(search, unit)) units[left++] = unit;
  }
  return units.subarray(0, left);
}

/** Scores units: the greatest bounds first when they are few, else as they lie in the lists. */
function scoreAll(search: LexicalSearch, units: Int32Array, extra: number): void {
  const { bounds, top } = search;
  if (units.length <= FIRST_UNITS) units.sort((a, b) => bounds.of(b) - bounds.of(a));
  else units.sort();
  for (const unit of units) if (bounds.of(unit) + extra >= top.floor) scoreUnit(search, unit);
}

function passesUnit({ filter }: LexicalSearch, unit: number): boolean {
  return filter === undefined || filter.masks[unit] !== 0;
}

function scoreUnit({ view, score, filter, top }: LexicalSearch, unit: number): void {
  const mask = filter === undefined ? ALL_PLACES : filter.masks[unit]!;
  score(sectionOfUnit(view, unit), unit, { mask, floor: top.floor, take: top.offer });
}

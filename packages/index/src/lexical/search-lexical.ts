/**
 * Lexical search: the exact best documents of a view by context ranking, without scoring the others. Units are scored in the order of
 * their bounds until no bound reaches the worst score that would be kept (max-score, at the level of units). Source: Turtle and
 * Flood 1995; figures: docs/ranking.md §Speed.
 */
import { SPEAKER_BONUS, WHEN_BONUS } from "../ranking/context-weights.ts";
import { createTop, type Ranked } from "../ranking/top.ts";
import { sectionOfUnit, type View } from "../view/view.ts";
import type { AskedTerm } from "./asked-term.ts";
import { largestGift, type Bounds } from "./bounds.ts";
import { ALL_PLACES, type DocumentFilter } from "./document-filter.ts";
import type { TopDocuments } from "./top-documents.ts";
import type { Asked, ScoreUnit } from "./unit-scorer.ts";

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
  const bonus = (asked.speaker === undefined ? 0 : SPEAKER_BONUS) + (asked.asksForTime ? WHEN_BONUS : 0);
  bounds.clear();
  bounds.addDates(asked.dates);
  const [terms, waiting] = splitTerms(asked.terms);
  for (const term of terms) bounds.addTerm(term);
  const scored = new Set<number>();
  const giftOfWaiting = (): number => waiting.reduce((sum, term) => sum + largestGift(term), bonus);
  for (;;) {
    const extra = giftOfWaiting();
    scoreBest(search, { extra, scored });
    if (waiting.length === 0) break;
    // What no term so far touched can reach no more than the waiting ones give.
    const mayBeElsewhere = extra >= search.top.floor;
    const entries = waiting[0]!.entries;
    if (!mayBeElsewhere && countReaching(search, { extra, scored }) * ENTRIES_PER_UNIT <= entries) break;
    bounds.addTerm(waiting.shift()!);
  }
  scoreReaching(search, { extra: giftOfWaiting(), scored });
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

/** Scores the units with the greatest bounds. */
function scoreBest(search: LexicalSearch, { extra, scored }: Progress): void {
  const best = createTop(FIRST_UNITS, (a, b) => a.score > b.score);
  eachCandidate(search, { extra, scored }, (unit, bound) => {
    if (bound > best.floor) best.offer({ ordinal: unit, score: bound });
  });
  for (const { ordinal, score } of best.toSorted()) {
    if (score + extra < search.top.floor) break;
    scored.add(ordinal);
    scoreUnit(search, ordinal);
  }
}

/** Scores all other units whose bounds reach the floor: the greatest first when they are few, else as they lie in the lists. */
function scoreReaching(search: LexicalSearch, { extra, scored }: Progress): void {
  const found: Ranked[] = [];
  eachCandidate(search, { extra, scored }, (unit, bound) => found.push({ ordinal: unit, score: bound }));
  if (found.length <= FIRST_UNITS) found.sort((a, b) => b.score - a.score);
  else found.sort((a, b) => a.ordinal - b.ordinal);
  for (const { ordinal, score } of found) if (score + extra >= search.top.floor) scoreUnit(search, ordinal);
}

function countReaching(search: LexicalSearch, progress: Progress): number {
  let count = 0;
  eachCandidate(search, progress, () => count++);
  return count;
}

/** Calls `visit` with the units, scored ones left out, that can still reach the floor. */
function eachCandidate(
  { bounds, filter, top }: LexicalSearch,
  { extra, scored }: Progress,
  visit: (unit: number, bound: number) => void,
): void {
  bounds.eachReaching(top.floor - extra, (unit, bound) => {
    if (!scored.has(unit) && (filter === undefined || filter.masks[unit] !== 0)) visit(unit, bound);
  });
}

function scoreUnit({ view, score, filter, top }: LexicalSearch, unit: number): void {
  const mask = filter === undefined ? ALL_PLACES : filter.masks[unit]!;
  score(sectionOfUnit(view, unit), unit, { mask, take: top.offer });
}

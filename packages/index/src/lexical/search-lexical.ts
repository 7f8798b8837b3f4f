/**
 * Lexical search: the exact best documents of a view by context ranking, without scoring the others. Units are scored in the order of
 * their bounds until no bound reaches the worst score that would be kept (max-score, at the level of units). Source: Turtle and
 * Flood 1995; figures: docs/ranking.md §Speed.
 */
import { SPEAKER_BONUS, WHEN_BONUS } from "../ranking/context-weights.ts";
import { createTop, type Ranked } from "../ranking/top.ts";
import { sectionOfUnit, type View } from "../view/view.ts";
import { largestGift, type Bounds } from "./bounds.ts";
import type { DocumentFilter } from "./document-filter.ts";
import type { TopDocuments } from "./top-documents.ts";
import type { Asked, ScoreUnit } from "./unit-scorer.ts";

/** Lists are added, rarest first, up to so many entries before it is asked whether the rest can matter. */
const FIRST_ENTRIES = 4_000;
/** Units scored first, to learn what a good score is. */
const FIRST_UNITS = 32;
/** With fewer allowed units than this, all of them are scored. */
const FEW_UNITS = 256;

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
  const terms = asked.terms.toSorted((a, b) => a.entries - b.entries);
  const bonus = (asked.speaker === undefined ? 0 : SPEAKER_BONUS) + (asked.asksForTime ? WHEN_BONUS : 0);
  bounds.clear();
  bounds.addDates(asked.dates);
  let added = 0;
  let entries = 0;
  while (added < terms.length && (added === 0 || entries + terms[added]!.entries <= FIRST_ENTRIES)) {
    entries += terms[added]!.entries;
    bounds.addTerm(terms[added++]!);
  }
  const scored = new Set<number>();
  const rest = terms.slice(added).reduce((sum, term) => sum + largestGift(term), 0);
  scoreBest(search, { extra: bonus + rest, scored });
  // What no term so far touched can reach no more than the rest gives.
  if (rest > 0 && rest + bonus >= search.top.floor) {
    for (const term of terms.slice(added)) bounds.addTerm(term);
    scoreBest(search, { extra: bonus, scored });
    scoreReaching(search, { extra: bonus, scored });
  } else scoreReaching(search, { extra: bonus + rest, scored });
  bounds.clear();
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
  for (const { ordinal } of best.toSorted()) {
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

function eachCandidate(
  { bounds, filter, top }: LexicalSearch,
  { extra, scored }: Progress,
  visit: (unit: number, bound: number) => void,
): void {
  const least = top.floor - extra;
  bounds.eachUnit((unit, bound) => {
    if (bound >= least && !scored.has(unit) && (filter === undefined || filter.passesUnit(unit))) visit(unit, bound);
  });
}

function scoreUnit({ view, score, top }: LexicalSearch, unit: number): void {
  score(sectionOfUnit(view, unit), unit, top.offer);
}

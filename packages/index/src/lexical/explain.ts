/** Explains a context score: the same parts, looked up for one document; their sum is the score. */
import type { ScoreParts, TermPart } from "../document.ts";
import { FLAG_QUESTION, FLAG_TIME_EXPRESSION } from "../analysis/text-flags.ts";
import { saturatedFrequency, TURN_BM25 } from "../ranking/bm25.ts";
import {
  DATE_WEIGHT,
  dateMatch,
  QUESTION_PENALTY,
  SAID_AFTER,
  SAID_BEFORE,
  SESSION_WEIGHT,
  SPEAKER_BONUS,
  WHEN_BONUS,
} from "../ranking/context-weights.ts";
import type { DocumentPlace, Places } from "../view/places.ts";
import type { View } from "../view/view.ts";
import type { Stretch, Windows } from "../view/windows.ts";
import type { AskedTerm } from "./asked-term.ts";
import { createSessionScores } from "./session-score.ts";
import type { Asked } from "./unit-scorer.ts";

/** What explaining works with. */
export interface Explaining {
  readonly view: View;
  readonly windows: Windows;
  readonly places: Places;
  readonly asked: Asked;
}

/** @returns what gives the parts of S(j) for a live document of the view. */
export function createExplainer({ view, windows, places, asked }: Explaining): (document: number) => ScoreParts {
  const scoreSession = createSessionScores(view, asked.terms);
  return (document) => {
    const place = places.of(document);
    const { placed, unit } = place;
    const session = SESSION_WEIGHT * scoreSession(placed, unit);
    return {
      terms: termParts(view, windows, { place, terms: asked.terms }),
      ...(session > 0 ? { session } : {}),
      ...featureParts(place, asked),
    };
  };
}

function featureParts({ placed, unit, at, block }: DocumentPlace, asked: Asked): Partial<ScoreParts> {
  const { section, unitBase } = placed;
  const document = section.unitStart[unit - unitBase]! + at;
  const flags = section.flags[document]!;
  const speaker = section.speakers[section.speaker[document]! - 1];
  const date = DATE_WEIGHT * dateMatch(asked.dates, block.timestamp[at]!);
  return {
    ...(speaker !== undefined && speaker === asked.speaker ? { speaker: SPEAKER_BONUS } : {}),
    ...(date > 0 ? { date } : {}),
    ...(asked.asksForTime && (flags & FLAG_TIME_EXPRESSION) !== 0 ? { when: WHEN_BONUS } : {}),
    ...((flags & FLAG_QUESTION) === 0 ? {} : { question: -QUESTION_PENALTY }),
  };
}

function termParts(
  view: View,
  windows: Windows,
  { place, terms }: { place: DocumentPlace; terms: readonly AskedTerm[] },
): TermPart[] {
  const parts: TermPart[] = [];
  windows.eachStretch(place.placed, place.unit, (stretch) => {
    for (let turn = stretch.from; turn < stretch.to; turn++) {
      if (stretch.placeAt[turn] !== place.at) continue;
      for (const term of terms) {
        const best = bestLoan(view, term, { stretch, turn });
        if (best !== undefined) parts.push(best);
      }
    }
  });
  return parts;
}

/** The turn itself, then what was said before it, then after: of equal loans the first counts. */
const LENDERS = [
  { turnsAway: 0, share: 1 },
  ...SAID_BEFORE.map((share, at) => ({ turnsAway: -1 - at, share })),
  ...SAID_AFTER.map((share, at) => ({ turnsAway: 1 + at, share })),
];

/** What a term gives to a turn: its own weight, or the best that a neighbour lends. */
function bestLoan(
  view: View,
  term: AskedTerm,
  { stretch, turn }: { stretch: Stretch; turn: number },
): TermPart | undefined {
  let best: TermPart | undefined;
  for (const { turnsAway, share } of LENDERS) {
    const from = turn + turnsAway;
    if (from < 0 || from >= stretch.count || (turnsAway !== 0 && !stretch.isConversation)) continue;
    const weight = share * weightAt(view, term, { stretch, turn: from });
    if (weight > (best?.weight ?? 0))
      best = { term: term.term, weight, turnsAway, ...(term.source && { source: term.source }) };
  }
  return best;
}

function weightAt(view: View, term: AskedTerm, { stretch, turn }: { stretch: Stretch; turn: number }): number {
  const { placed, unit } = stretch.units[stretch.unitAt[turn]!]!;
  const count = term.postingsIn(placed, unit);
  const place = stretch.placeAt[turn]!;
  const length = placed.section.length[placed.section.unitStart[unit - placed.unitBase]! + place]!;
  for (let at = 0; at < count; at++) {
    if (term.places[at] !== place) continue;
    return term.idf * saturatedFrequency(term.frequencies[at]!, length / view.averageLength, TURN_BM25);
  }
  return 0;
}

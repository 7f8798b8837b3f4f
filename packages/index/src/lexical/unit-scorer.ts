/**
 * The exact score S(j) of every live turn of a unit. Formula: docs/ranking.md, constants: ranking/context-weights.ts. All that decides
 * which units are scored lies elsewhere; this is the formula, written down once for sessions in one piece and in many.
 */
import type { NamedDate } from "../analysis/time-words.ts";
import { FLAG_QUESTION, FLAG_TIME_EXPRESSION } from "../analysis/text-flags.ts";
import { saturatedFrequency, TURN_BM25 } from "../ranking/bm25.ts";
import {
  DATE_WEIGHT,
  dateMatch,
  LARGEST_DATE_MATCH,
  QUESTION_PENALTY,
  SAID_AFTER,
  SAID_BEFORE,
  SESSION_WEIGHT,
  SPEAKER_BONUS,
  WHEN_BONUS,
} from "../ranking/context-weights.ts";
import type { Section } from "../segment/section.ts";
import { PLAIN, type PlacedSection, type View } from "../view/view.ts";
import { WINDOW_TURNS, type Stretch, type Windows } from "../view/windows.ts";
import type { AskedTerm } from "./asked-term.ts";
import { createPlainUnitScorer } from "./plain-unit.ts";
import { createSessionScores } from "./session-score.ts";

/** A question asked of a view. */
export interface Asked {
  readonly terms: readonly AskedTerm[];
  /** The one known speaker whom it names. */
  readonly speaker: string | undefined;
  readonly dates: readonly NamedDate[];
  readonly asksForTime: boolean;
}

/** Takes a document: its number in the view, and S(j). */
type TakeScore = (document: number, score: number) => void;

/** Which documents are given out: those that answer (neither speaker nor flags alone make an answer), or all. */
export type ScoredDocuments = "answers" | "all";

/** Scores the live turns of a unit whose places are in the mask. Those below `floor` may be left out. */
export type ScoreUnit = (
  placed: PlacedSection,
  unit: number,
  options: { readonly mask: number; readonly floor: number; readonly take: TakeScore },
) => void;

export function createUnitScorer(
  { view, windows }: { readonly view: View; readonly windows: Windows },
  asked: Asked,
  given: ScoredDocuments = "answers",
): ScoreUnit {
  // One order for all units, so that equal turns have equal sums.
  const terms = asked.terms.toSorted((a, b) => b.idf - a.idf);
  const scorePlain = createPlainUnitScorer(view, terms);
  const scoreSession = createSessionScores(view, terms);
  const mostOfFeatures = largestBonus(asked) + (asked.dates.length === 0 ? 0 : DATE_WEIGHT * LARGEST_DATE_MATCH);
  const scratch = createScratch();

  return (placed, unit, { mask, floor, take }) => {
    const { section, documentBase, unitBase } = placed;
    const start = section.unitStart[unit - unitBase]!;
    const times = asked.dates.length === 0 ? undefined : section.readBlock(unit - unitBase).timestamp;
    const named = asked.speaker === undefined ? 0 : section.speakers.indexOf(asked.speaker) + 1;
    const give = (place: number, words: number, session: number): void => {
      const date = times === undefined ? 0 : DATE_WEIGHT * dateMatch(asked.dates, times[place]!);
      if (given !== "all" && words <= 0 && session <= 0 && date <= 0) return;
      const bonus = bonusOf(section, start + place, { named, asksForTime: asked.asksForTime });
      take(documentBase + start + place, words + session + date + bonus);
    };

    if (view.kind[unit] === PLAIN) {
      const documents = section.unitStart[unit - unitBase + 1]! - start;
      scratch.words.fill(0, 0, documents);
      const session = scorePlain(placed, unit, { words: scratch.words, least: floor - mostOfFeatures });
      if (session === undefined) return;
      for (let place = 0; place < documents; place++) {
        if (((mask >>> place) & 1) === 1) give(place, scratch.words[place]!, session);
      }
      return;
    }
    const session = SESSION_WEIGHT * scoreSession(placed, unit);
    windows.eachStretch(placed, unit, (stretch) => {
      fit(scratch, stretch.count);
      scratch.words.fill(0, 0, stretch.count);
      for (const term of terms) addWords(view, term, { stretch, scratch });
      for (let at = stretch.from; at < stretch.to; at++) {
        const place = stretch.placeAt[at]!;
        if (((mask >>> place) & 1) === 1) give(place, scratch.words[at]!, session);
      }
    });
  };
}

/** The most that a turn gets for who speaks and for telling a time. */
export function largestBonus({ speaker, asksForTime }: Asked): number {
  return (speaker === undefined ? 0 : SPEAKER_BONUS) + (asksForTime ? WHEN_BONUS : 0);
}

/** Per place of a stretch: what the words give so far, and the strongest weight that one term gives. */
interface Scratch {
  words: Float64Array;
  strongest: Float64Array;
}

function createScratch(): Scratch {
  return { words: new Float64Array(64), strongest: new Float64Array(64) };
}

function fit(scratch: Scratch, count: number): void {
  if (scratch.words.length >= count) return;
  scratch.words = new Float64Array(count * 2);
  scratch.strongest = new Float64Array(count * 2);
}

/** Adds what a term gives to each turn: its own weight, or the best that a neighbour lends. */
function addWords(view: View, term: AskedTerm, { stretch, scratch }: { stretch: Stretch; scratch: Scratch }): void {
  const { words, strongest } = scratch;
  let isThere = false;
  for (const [at, { placed, unit }] of stretch.units.entries()) {
    const count = term.postingsIn(placed, unit);
    const start = placed.section.unitStart[unit - placed.unitBase]!;
    for (let posting = 0; posting < count; posting++) {
      const place = term.places[posting]!;
      const turn = turnAt(stretch, at, place);
      if (turn < 0) continue;
      const relativeLength = placed.section.length[start + place]! / view.averageLength;
      lend(
        stretch,
        strongest,
        turn,
        term.idf * saturatedFrequency(term.frequencies[posting]!, relativeLength, TURN_BM25),
      );
      isThere = true;
    }
  }
  if (!isThere) return;
  for (let turn = stretch.from; turn < stretch.to; turn++) {
    words[turn]! += strongest[turn]!;
    strongest[turn] = 0;
  }
}

/** The turn of a stretch which is at a place of its n-th unit, or -1. */
function turnAt({ count, unitAt, placeAt }: Stretch, unit: number, place: number): number {
  // Mostly one unit, wholly live: then the turn is the place.
  if (unitAt[place] === unit && placeAt[place] === place) return place;
  for (let turn = 0; turn < count; turn++) if (unitAt[turn] === unit && placeAt[turn] === place) return turn;
  return -1;
}

/** Gives a weight to its turn, and shares of it to those around. */
function lend({ from, to, isConversation }: Stretch, strongest: Float64Array, turn: number, weight: number): void {
  raise(strongest, { turn, from, to }, weight);
  if (!isConversation) return;
  for (let away = 1; away <= WINDOW_TURNS; away++) {
    raise(strongest, { turn: turn + away, from, to }, weight * SAID_BEFORE[away - 1]!);
    raise(strongest, { turn: turn - away, from, to }, weight * SAID_AFTER[away - 1]!);
  }
}

function raise(strongest: Float64Array, at: { turn: number; from: number; to: number }, weight: number): void {
  if (at.turn >= at.from && at.turn < at.to && weight > strongest[at.turn]!) strongest[at.turn] = weight;
}

/** What a document gets for who speaks, for telling a time, and for being a question. `named`: the speaker's place + 1, or 0. */
function bonusOf(
  { flags, speaker }: Section,
  document: number,
  { named, asksForTime }: { readonly named: number; readonly asksForTime: boolean },
): number {
  let bonus = named > 0 && speaker[document] === named ? SPEAKER_BONUS : 0;
  if (asksForTime && (flags[document]! & FLAG_TIME_EXPRESSION) !== 0) bonus += WHEN_BONUS;
  if ((flags[document]! & FLAG_QUESTION) !== 0) bonus -= QUESTION_PENALTY;
  return bonus;
}

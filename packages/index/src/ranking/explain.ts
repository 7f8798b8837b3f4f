/** Explains a context score: the same parts, looked up for one document. */
import { FLAG_QUESTION, FLAG_TIME_EXPRESSION } from "../analysis/text-flags.ts";
import type { ScoreParts, TermPart } from "../document.ts";
import { NONE } from "../partition/columns.ts";
import type { Partition } from "../partition/partition.ts";
import { frequencyIn, type Postings } from "../partition/postings.ts";
import { liveNeighbour, type View } from "../partition/view.ts";
import {
  DATE_WEIGHT,
  dateMatch,
  inverseDocumentFrequency,
  liveHolders,
  QUESTION_PENALTY,
  SAID_AFTER,
  SAID_BEFORE,
  saturatedFrequency,
  sessionFrequencies,
  SESSION_WEIGHT,
  sessionWeight,
  SPEAKER_BONUS,
  TURN_BM25,
  WHEN_BONUS,
} from "./context-ranking.ts";
import type { Question } from "./question.ts";

/** @returns what gives the parts of S(j) for an ordinal of the view; their sum is the score. Counts each term once. */
export function createExplainer(partition: Partition, view: View, question: Question): (ordinal: number) => ScoreParts {
  const { columns } = partition;
  let counted: TermCounts[] | undefined;

  return (ordinal) => {
    counted ??= countTerms(partition, view, question);
    const flags = columns.flags[ordinal]!;
    const session = sessionPart(view, counted, columns.session[ordinal]!);
    const date = DATE_WEIGHT * dateMatch(question.dates, columns.yearMonthDay[ordinal]!);
    const named = question.speaker !== undefined && columns.speaker[ordinal] === question.speaker;
    const when = question.asksForTime && (flags & FLAG_TIME_EXPRESSION) !== 0;
    return {
      terms: termParts(partition, view, counted, ordinal),
      ...(session > 0 ? { session } : {}),
      ...(named ? { speaker: SPEAKER_BONUS } : {}),
      ...(date > 0 ? { date } : {}),
      ...(when ? { when: WHEN_BONUS } : {}),
      ...((flags & FLAG_QUESTION) === 0 ? {} : { question: -QUESTION_PENALTY }),
    };
  };
}

/** What a term is worth in a view, whatever the document. */
interface TermCounts {
  readonly term: string;
  readonly source?: "kind" | "hits";
  readonly postings: Postings;
  readonly idf: number;
  readonly sessionIdf: number;
  /** By session ordinal. */
  readonly sessionFrequency: ReadonlyMap<number, number>;
}

function countTerms(partition: Partition, view: View, question: Question): TermCounts[] {
  const asked = question.terms.flatMap((term) => {
    const postings = partition.postings.get(term);
    if (postings === undefined) return [];
    const idf = inverseDocumentFrequency(view.documents, liveHolders(postings, view.live));
    const sessionFrequency = sessionFrequencies(partition.columns, view, postings);
    const sessionIdf = inverseDocumentFrequency(view.sessions, sessionFrequency.size);
    return [{ term, postings, idf, sessionIdf, sessionFrequency }];
  });
  const related = (question.related ?? []).flatMap(({ term, weight, source }) => {
    const postings = partition.postings.get(term);
    if (postings === undefined) return [];
    const idf = weight * inverseDocumentFrequency(view.documents, liveHolders(postings, view.live));
    return [{ term, source, postings, idf, sessionIdf: 0, sessionFrequency: new Map<number, number>() }];
  });
  return [...asked, ...related];
}

function termParts(partition: Partition, view: View, counted: readonly TermCounts[], ordinal: number): TermPart[] {
  const window = turnsAround(partition, view, ordinal);
  return counted.flatMap(({ term, source, postings, idf }) => {
    let best: TermPart | undefined;
    for (const { ordinal: at, share, turnsAway } of window) {
      const frequency = frequencyIn(postings, at);
      const relativeLength = partition.columns.length[at]! / view.averageLength;
      const weight = frequency === 0 ? 0 : share * idf * saturatedFrequency(frequency, relativeLength, TURN_BM25);
      if (weight > (best?.weight ?? 0)) best = { term, weight, turnsAway, ...(source && { source }) };
    }
    return best === undefined ? [] : [best];
  });
}

/** The turn itself and those that lend to it. A turn said before this one lends `SAID_BEFORE`. */
function turnsAround(
  { columns }: Partition,
  view: View,
  ordinal: number,
): { ordinal: number; share: number; turnsAway: number }[] {
  const turns = [{ ordinal, share: 1, turnsAway: 0 }];
  const walk = (links: Int32Array, shares: readonly number[], direction: number): void => {
    let at = ordinal;
    for (const [distance, share] of shares.entries()) {
      at = liveNeighbour(view.live, links, at);
      if (at === NONE) return;
      turns.push({ ordinal: at, share, turnsAway: direction * (distance + 1) });
    }
  };
  walk(columns.previous, SAID_BEFORE, -1);
  walk(columns.next, SAID_AFTER, 1);
  return turns;
}

function sessionPart(view: View, counted: readonly TermCounts[], session: number): number {
  let sum = 0;
  for (const { sessionIdf, sessionFrequency } of counted) {
    const frequency = sessionFrequency.get(session);
    if (frequency !== undefined) sum += sessionWeight(view, session, frequency, sessionIdf);
  }
  return SESSION_WEIGHT * sum;
}

/**
 * The best documents of a search. Equal scores: the newer session first, inside a session the earlier turn; turns often tie, because
 * neighbours lend each other the same words, and then the one that came first is the better answer.
 */
import { createTop, type Ranked } from "../ranking/top.ts";
import { NONE } from "../segment/section-documents.ts";
import type { Places } from "../view/places.ts";
import type { View } from "../view/view.ts";
import type { DocumentFilter } from "./document-filter.ts";

export interface TopDocuments {
  /** A document with a lower score does not get in any more. */
  readonly floor: number;
  readonly offer: (document: number, score: number) => void;
  /** Best first; ordinals are numbers of documents in the view. */
  toSorted(): Ranked[];
}

export function createTopDocuments(
  limit: number,
  { view, places, filter }: { view: View; places: Places; filter: DocumentFilter | undefined },
): TopDocuments {
  const top = createTop(limit, createOrder(view, places));
  return {
    get floor() {
      return top.floor;
    },
    offer(document, score) {
      if (score >= top.floor && (filter === undefined || filter.passes(document)))
        top.offer({ ordinal: document, score });
    },
    toSorted: () => top.toSorted(),
  };
}

/** The order of hits: by score, then as they stand in their conversations. */
function createOrder(view: View, places: Places): (a: Ranked, b: Ranked) => boolean {
  const keyOf = (document: number): readonly [start: number, turn: number, ref: number] => {
    const { placed, unit, at, block } = places.of(document);
    const start = view.unitSession[unit] === NONE ? block.timestamp[at]! : places.sessionStart(placed, unit);
    return [start, block.turn[at]!, block.ref[at]!];
  };
  return (a, b) => {
    if (a.score !== b.score) return a.score > b.score;
    const [startA, turnA, refA] = keyOf(a.ordinal);
    const [startB, turnB, refB] = keyOf(b.ordinal);
    if (startA !== startB) return startA > startB;
    return turnA === turnB ? refA < refB : turnA < turnB;
  };
}

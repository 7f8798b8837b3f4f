/**
 * The best documents of a search. Equal scores: the newer session first, inside a session the earlier turn; turns often tie, because
 * neighbours lend each other the same words, and then the one that came first is the better answer.
 */
import { createTop, type Ranked } from "../ranking/top.ts";
import { NONE } from "../segment/section-documents.ts";
import type { Places } from "../view/places.ts";
import { PLAIN, type View } from "../view/view.ts";

export interface TopDocuments {
  /** A document with a lower score does not get in any more. */
  readonly floor: number;
  /** When the session of the worst kept document began, ms; one that began earlier does not get in with the floor's score. */
  readonly floorStart: number;
  readonly offer: (document: number, score: number) => void;
  /** Best first; ordinals are numbers of documents in the view. */
  toSorted(): Ranked[];
}

export function createTopDocuments(
  limit: number,
  { view, places }: { readonly view: View; readonly places: Places },
): TopDocuments {
  const order = createOrder(view, places);
  const top = createTop(limit, order.isBefore);
  return {
    get floor() {
      return top.floor;
    },
    get floorStart() {
      return top.worst === undefined ? Number.NEGATIVE_INFINITY : order.startOf(top.worst.ordinal);
    },
    offer(document, score) {
      if (score >= top.floor) top.offer({ ordinal: document, score });
    },
    toSorted: () => top.toSorted(),
  };
}

interface HitOrder {
  readonly isBefore: (a: Ranked, b: Ranked) => boolean;
  /** When a document's conversation began: its own time if it is loose. */
  readonly startOf: (document: number) => number;
}

/** The order of hits: by score, then as they stand in their conversations. */
function createOrder(view: View, places: Places): HitOrder {
  const keyOf = (document: number): readonly [start: number, turn: number, ref: number] => {
    const { placed, unit, at, block } = places.of(document);
    const start = view.unitSession[unit] === NONE ? block.timestamp[at]! : places.sessionStart(placed, unit);
    return [start, block.turn[at]!, block.ref[at]!];
  };

  /** What the heads of sections tell, so that mostly nothing is read: `undefined` when they do not say. */
  const isBeforeByUnits = (a: number, b: number): boolean | undefined => {
    const one = places.unitOf(a);
    const other = places.unitOf(b);
    if (view.kind[one.unit] !== PLAIN || view.kind[other.unit] !== PLAIN) return undefined;
    if (one.unit === other.unit) return view.unitSession[one.unit] === NONE ? undefined : a < b;
    const [timesOfOne, timesOfOther] = [one.placed.section.timestamps(), other.placed.section.timestamps()];
    const [atOne, atOther] = [one.unit - one.placed.unitBase, other.unit - other.placed.unitBase];
    if (timesOfOne.low[atOne]! > timesOfOther.high[atOther]!) return true;
    if (timesOfOne.high[atOne]! < timesOfOther.low[atOther]!) return false;
    return undefined;
  };

  return {
    startOf: (document) => keyOf(document)[0],
    isBefore(a, b) {
      if (a.score !== b.score) return a.score > b.score;
      const told = isBeforeByUnits(a.ordinal, b.ordinal);
      if (told !== undefined) return told;
      const [startA, turnA, refA] = keyOf(a.ordinal);
      const [startB, turnB, refB] = keyOf(b.ordinal);
      if (startA !== startB) return startA > startB;
      return turnA === turnB ? refA < refB : turnA < turnB;
    },
  };
}

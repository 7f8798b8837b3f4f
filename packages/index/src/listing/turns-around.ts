/** The turns around a document in its conversation. */
import { NONE } from "../segment/section-documents.ts";
import type { Searcher } from "../lexical/searcher.ts";
import { MENDED } from "../view/view.ts";
import type { Run } from "../view/turn-order.ts";

/** How many turns are wanted on each side. */
export interface TurnsWanted {
  readonly before: number;
  readonly after: number;
}

/** @returns up to `before` turns, the document itself, up to `after` turns: references in order; none for what is not live. */
export function turnsAround({ view, windows, places }: Searcher, ref: number, wanted: TurnsWanted): number[] {
  const document = places.find(ref);
  if (document === NONE) return [];
  const { placed, unit } = places.of(document);
  const session = view.unitSession[unit]!;
  if (session === NONE) return [ref];
  const { sessionStart, sessionEnd, unitSession } = placed.section;
  const inSection = unitSession[unit - placed.unitBase]!;
  const runs: Run[] = [];
  if (view.kind[unit] === MENDED) runs.push(...windows.orderOf(session));
  else {
    for (let own = sessionStart[inSection]!; own < sessionEnd[inSection]!; own++) {
      const to = placed.section.unitStart[own + 1]! - placed.section.unitStart[own]!;
      runs.push({ placed, unit: placed.unitBase + own, from: 0, to });
    }
  }
  const turns = runs.flatMap(documentsOf);
  const at = turns.indexOf(document);
  if (at < 0) return [];
  return turns.slice(Math.max(0, at - wanted.before), at + wanted.after + 1).map((turn) => places.refOf(turn));
}

function documentsOf({ placed, unit, from, to }: Run): number[] {
  const first = placed.documentBase + placed.section.unitStart[unit - placed.unitBase]! + from;
  return Array.from({ length: to - from }, (_, at) => first + at);
}

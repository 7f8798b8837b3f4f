/** Listings that need no question: what passes a filter, and the turns around one turn. */
import type { SearchFilter } from "../document.ts";
import { NONE } from "./columns.ts";
import { toPredicate } from "./filter.ts";
import type { Partition } from "./partition.ts";
import { liveNeighbour, type View } from "./view.ts";

/** @returns the live documents that pass, in order of adding, with their times. */
export function selectDocuments(
  partition: Partition,
  view: View,
  filter: SearchFilter,
): { readonly ref: number; readonly timestamp: number }[] {
  const { columns } = partition;
  const passes = toPredicate(partition, filter);
  const found: { ref: number; timestamp: number }[] = [];
  for (let ordinal = 0; ordinal < columns.count; ordinal++) {
    if (view.live[ordinal] === 0 || !passes(ordinal)) continue;
    found.push({ ref: columns.ref[ordinal]!, timestamp: columns.timestamp[ordinal]! });
  }
  return found;
}

/** @returns up to `before` turns, the document itself, up to `after` turns: references in order of the conversation. */
export function turnsAround(
  partition: Partition,
  view: View,
  ref: number,
  turns: { readonly before: number; readonly after: number },
): number[] {
  const { columns } = partition;
  const ordinal = partition.ordinals.get(ref);
  if (ordinal === undefined) return [];
  const walk = (links: Int32Array, steps: number): number[] => {
    const found: number[] = [];
    let at = liveNeighbour(view.live, links, ordinal);
    while (at !== NONE && found.length < steps) {
      found.push(at);
      at = liveNeighbour(view.live, links, at);
    }
    return found;
  };
  const order = [...walk(columns.previous, turns.before).toReversed(), ordinal, ...walk(columns.next, turns.after)];
  return order.map((at) => columns.ref[at]!);
}

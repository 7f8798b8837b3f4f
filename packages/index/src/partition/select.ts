/** Listings that need no question: by time, and the turns around one turn. */
import type { SearchFilter } from "../document.ts";
import { NONE } from "./columns.ts";
import { toPredicate } from "./filter.ts";
import type { Partition } from "./partition.ts";
import { liveNeighbour, type View } from "./view.ts";

/** @returns the references of the live documents that pass, by time, then in order of adding. */
export function selectByTime(partition: Partition, view: View, filter: SearchFilter): number[] {
  const { columns } = partition;
  const passes = toPredicate(partition, filter);
  const chosen: number[] = [];
  for (let ordinal = 0; ordinal < columns.count; ordinal++) {
    if (view.live[ordinal] === 1 && passes(ordinal)) chosen.push(ordinal);
  }
  chosen.sort((a, b) => columns.timestamp[a]! - columns.timestamp[b]! || a - b);
  return chosen.map((ordinal) => columns.ref[ordinal]!);
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

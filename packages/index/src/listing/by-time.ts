/**
 * The chronological index: live documents that pass a filter, in order of time, taken as they are asked for. Units know their first and
 * last time, so a listing opens a unit only when its time has come, and holds in a B-tree what was opened too early.
 */
import { createRequire } from "node:module";
import type SortedBtree from "sorted-btree";
import { ALL_PLACES, type DocumentFilter } from "../lexical/document-filter.ts";
import type { PlacedSection, View } from "../view/view.ts";

const require = createRequire(import.meta.url);

/** Loaded with the first listing. A CommonJS module whose class is its `default`: loaders disagree about what a plain import of it gives. */
function loadTree(): typeof SortedBtree.default {
  return (require("sorted-btree") as { default: typeof SortedBtree.default }).default;
}

/** A document in a listing. */
export interface ListedDocument {
  readonly ref: number;
  /** ms */
  readonly timestamp: number;
}

export type TimeOrder = "oldest-first" | "newest-first";

/** @returns documents by time; equal times by reference. In "newest-first" exactly the other way round. */
export function* byTime(view: View, filter: DocumentFilter | undefined, order: TimeOrder): Generator<ListedDocument> {
  const sign = order === "oldest-first" ? 1 : -1;
  const BTree = loadTree();
  const opened = new BTree<ListedDocument, undefined>(
    undefined,
    (a, b) => sign * (a.timestamp - b.timestamp || a.ref - b.ref),
  );
  for (const unit of unitsByTime(view, filter, sign)) {
    while (opened.size > 0 && sign * (opened.minKey()!.timestamp - unit.begins) < 0) yield takeFirst(opened);
    for (const document of documentsOf(unit, filter)) opened.set(document, undefined);
  }
  while (opened.size > 0) yield takeFirst(opened);
}

interface ListedUnit {
  readonly placed: PlacedSection;
  readonly inSection: number;
  /** No document of the unit comes before this time in the order of the listing. */
  readonly begins: number;
}

function unitsByTime(view: View, filter: DocumentFilter | undefined, sign: number): ListedUnit[] {
  const units: ListedUnit[] = [];
  for (const placed of view.sections) {
    const { low, high } = placed.section.timestamps();
    for (let inSection = 0; inSection < placed.section.units; inSection++) {
      if (filter !== undefined && filter.masks[placed.unitBase + inSection] === 0) continue;
      units.push({ placed, inSection, begins: (sign > 0 ? low : high)[inSection]! });
    }
  }
  return units.sort((a, b) => sign * (a.begins - b.begins));
}

function* documentsOf(
  { placed, inSection }: ListedUnit,
  filter: DocumentFilter | undefined,
): Generator<ListedDocument> {
  const { section, live, unitBase } = placed;
  const start = section.unitStart[inSection]!;
  const mask = filter === undefined ? ALL_PLACES : filter.masks[unitBase + inSection]!;
  const { ref, timestamp } = section.readBlock(inSection);
  for (let at = 0; at < ref.length; at++) {
    if (live !== undefined && live[start + at] !== 1) continue;
    if (((mask >>> at) & 1) === 0) continue;
    yield { ref: ref[at]!, timestamp: timestamp[at]! };
  }
}

function takeFirst(opened: SortedBtree.default<ListedDocument, undefined>): ListedDocument {
  const first = opened.minKey()!;
  opened.delete(first);
  return first;
}

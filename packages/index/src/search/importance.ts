/**
 * The ranking without a question: what passes the filter by importance, equal ones as all hits stand (docs/ranking.md §Ties). Units
 * are taken newest first, so that most of the others can be passed over by the time they end.
 */
import { ALL_PLACES, type DocumentFilter } from "../lexical/document-filter.ts";
import type { Searcher } from "../lexical/searcher.ts";
import { createTopDocuments, type TopDocuments } from "../lexical/top-documents.ts";
import type { Ranked } from "../ranking/top.ts";
import { NONE } from "../segment/section-documents.ts";
import { PLAIN, type PlacedSection, type View } from "../view/view.ts";

/** The most important live documents, best first. */
export function mostImportant(
  { view, places }: Searcher,
  { limit, filter }: { readonly limit: number; readonly filter: DocumentFilter | undefined },
): Ranked[] {
  const top = createTopDocuments(limit, { view, places });
  for (const placed of view.sections.toReversed()) {
    for (let unit = placed.section.units - 1; unit >= 0; unit--) {
      const mask = filter === undefined ? ALL_PLACES : filter.masks[placed.unitBase + unit]!;
      if (mask !== 0) offerUnit(top, { view, placed, unit, mask });
    }
  }
  return top.toSorted();
}

/** A unit, numbered in its section, and which of its places may be offered. */
interface OfferedUnit {
  readonly view: View;
  readonly placed: PlacedSection;
  readonly unit: number;
  readonly mask: number;
}

function offerUnit(top: TopDocuments, { view, placed, unit, mask }: OfferedUnit): void {
  const { section, live, documentBase } = placed;
  const start = section.unitStart[unit]!;
  const end = section.unitStart[unit + 1]!;
  let reachesFloorAlone: boolean | undefined;
  for (let at = start; at < end; at++) {
    if (((mask >>> (at - start)) & 1) === 0 || (live !== undefined && live[at] !== 1)) continue;
    const importance = section.importances[section.importance[at]!]!;
    if (importance < top.floor) continue;
    if (importance === top.floor) {
      reachesFloorAlone ??= latestStart(view, placed, unit) >= top.floorStart;
      if (!reachesFloorAlone) continue;
    }
    top.offer(documentBase + at, importance);
  }
}

/** The session of a unit began at this time at the latest: before one of its documents came, if they are all here. */
function latestStart({ kind, unitSession }: View, { section, unitBase }: PlacedSection, unit: number): number {
  const isKnown = kind[unitBase + unit] === PLAIN || unitSession[unitBase + unit] === NONE;
  return isKnown ? section.timestamps().high[unit]! : Number.POSITIVE_INFINITY;
}

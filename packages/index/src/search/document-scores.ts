/** What the vector modes need of documents: which there are, what words say of them, how near they are. By number in the view. */
import { ALL_PLACES } from "../lexical/document-filter.ts";
import { eachUnit, type Searcher } from "../lexical/searcher.ts";
import { createUnitScorer, type Asked } from "../lexical/unit-scorer.ts";
import { poolCosine } from "../semantic/fusion.ts";
import type { PlacedSection } from "../view/view.ts";
import type { Stretch } from "../view/windows.ts";

/** A unit and its section. */
export interface PlacedUnit {
  readonly placed: PlacedSection;
  readonly unit: number;
}

/** Numbers by document. */
export type DocumentNumbers = Map<number, number>;

/** Up to so many live documents, the vector modes look at every one. */
const EXHAUSTIVE_DOCUMENTS = 20_000;

export function isSmall({ view }: Searcher): boolean {
  return view.liveDocuments <= EXHAUSTIVE_DOCUMENTS;
}

export function allUnits({ view }: Searcher): PlacedUnit[] {
  return [...eachUnit(view)];
}

/** S(j) of every live document of the units. */
export function contextScores(searcher: Searcher, asked: Asked, units: Iterable<PlacedUnit>): DocumentNumbers {
  const score = createUnitScorer(searcher, asked, "all");
  const scores: DocumentNumbers = new Map();
  const take = (document: number, value: number): void => void scores.set(document, value);
  for (const { placed, unit } of units)
    score(placed, unit, { mask: ALL_PLACES, floor: Number.NEGATIVE_INFINITY, take });
  return scores;
}

/** Calls `visit` with the stretches of the units. */
function eachStretch({ windows }: Searcher, units: Iterable<PlacedUnit>, visit: (stretch: Stretch) => void): void {
  for (const { placed, unit } of units) windows.eachStretch(placed, unit, visit);
}

/** The number in the view of a turn of a stretch. */
function documentAt({ units, unitAt, placeAt }: Stretch, turn: number): number {
  const { placed, unit } = units[unitAt[turn]!]!;
  return placed.documentBase + placed.section.unitStart[unit - placed.unitBase]! + placeAt[turn]!;
}

/** The live documents of units, and those that lend to them. */
export function documentsAround(searcher: Searcher, units: Iterable<PlacedUnit>): number[] {
  const documents = new Set<number>();
  eachStretch(searcher, units, (stretch) => {
    for (let turn = 0; turn < stretch.count; turn++) documents.add(documentAt(stretch, turn));
  });
  return [...documents];
}

/** The window-pooled cosine of every live document of the units, from the cosines of these and their neighbours. */
export function pooledCosines(
  searcher: Searcher,
  units: Iterable<PlacedUnit>,
  cosines: DocumentNumbers,
): DocumentNumbers {
  const pooled: DocumentNumbers = new Map();
  eachStretch(searcher, units, (stretch) => {
    const cosineAt = (turn: number): number => cosines.get(documentAt(stretch, turn)) ?? 0;
    for (let turn = stretch.from; turn < stretch.to; turn++) {
      pooled.set(documentAt(stretch, turn), poolCosine(stretch, turn, cosineAt));
    }
  });
  return pooled;
}

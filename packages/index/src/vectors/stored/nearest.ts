/**
 * Nearest, in three steps, each over fewer vectors and with a better measure: all sketches by the bits that differ, the best
 * of them by how their sketch fits the question's values, the best of those by the cosine of their int8 records.
 */
import { createTop, type Ranked } from "../../ranking/top.ts";
import type { NearestOptions, VectorAccuracy, VectorHit } from "../vector-index.ts";
import { findCandidates } from "./candidates.ts";
import { cosineOf } from "./record.ts";
import { createRowSet, type RowSet } from "./row-set.ts";
import type { VectorRows } from "./rows.ts";
import type { SketchArena } from "./sketch-arena.ts";
import { refineCandidates } from "./sketch-refinement.ts";
import { findRow } from "./store.ts";

interface Effort {
  /** Sketches that are looked at closely: by the question's values, not only by its signs. */
  readonly sketches: number;
  /** Records that are read and scored. */
  readonly records: number;
}

/** At least so many, and so many for each hit that is asked for. Measured: benchmarks/results/vectors.md. */
const EFFORTS: Readonly<Record<VectorAccuracy, { readonly least: Effort; readonly perHit: Effort }>> = {
  fast: { least: { sketches: 5000, records: 800 }, perHit: { sketches: 50, records: 8 } },
  high: { least: { sketches: 20_000, records: 1500 }, perHit: { sketches: 200, records: 20 } },
  exhaustive: { least: { sketches: Infinity, records: Infinity }, perHit: { sketches: Infinity, records: Infinity } },
};

/** Where filters hide most rows, so many are still looked at closely for each record. */
const SKETCHES_PER_RECORD = 3;
/** Of so many listed keys all are looked at closely: that costs less than the scan. */
const LISTED_SKETCHES = 20_000;

/** What is searched, and for what. */
export interface LoadedSearch {
  readonly arena: SketchArena;
  /** Loaded into the arena. */
  readonly sources: readonly VectorRows[];
  /** Of length one, or zero. */
  readonly question: Float32Array;
}

interface NearestSearch extends LoadedSearch {
  readonly limit: number;
  readonly options: NearestOptions;
}

/** The nearest keys, best first; ties by smaller key. */
export function findNearest(search: NearestSearch): VectorHit[] {
  const { limit, question, options } = search;
  const { accuracy = "fast" } = options;
  const { least, perHit } = EFFORTS[isNothing(question) ? "exhaustive" : accuracy];
  const effort = {
    sketches: Math.max(least.sketches, limit * perHit.sketches),
    records: Math.max(least.records, limit * perHit.records),
  };
  const top = createTop(limit, isBefore);
  for (const [source, rows] of chooseRows(search, effort)) {
    // A question that is nothing has cosine 0 to all: nothing needs to be read for that.
    if (isNothing(question)) for (const row of rows) top.offer({ ordinal: source.keyAt(row), score: 0 });
    else scoreRows(search, source, rows, (row, score) => top.offer({ ordinal: source.keyAt(row), score }));
  }
  return top.toSorted().map(({ ordinal, score }) => ({ key: ordinal, cosine: score }));
}

/** The cosine of each key, 0 where there is none. */
export function findCosines(search: LoadedSearch, keys: ArrayLike<number>): Float64Array {
  const cosines = new Float64Array(keys.length);
  const places = new Map<VectorRows, Map<number, number[]>>();
  for (let at = 0; at < keys.length; at++) {
    const found = findRow(search.sources, keys[at]!);
    if (found === undefined) continue;
    const rows = places.get(found.source) ?? new Map<number, number[]>();
    places.set(found.source, rows);
    rows.set(found.row, [...(rows.get(found.row) ?? []), at]);
  }
  for (const [source, rows] of places) {
    const ascending = [...rows.keys()].toSorted((a, b) => a - b);
    scoreRows(search, source, ascending, (row, cosine) => {
      for (const at of rows.get(row)!) cosines[at] = cosine;
    });
  }
  return cosines;
}

const isNothing = (question: Float32Array): boolean => question.every((value) => value === 0);

const isBefore = (a: Ranked, b: Ranked): boolean => a.score > b.score || (a.score === b.score && a.ordinal < b.ordinal);

function scoreRows(
  { arena, question }: Pick<NearestSearch, "arena" | "question">,
  source: VectorRows,
  rows: readonly number[],
  take: (row: number, cosine: number) => void,
): void {
  source.visitRecords(rows, (row, record) => take(row, cosineOf(record, arena.sketchOf(source, row), question)));
}

/** Ascending rows of each source: the best candidates, or all that are allowed when those are not more. */
function chooseRows(search: NearestSearch, { sketches, records }: Effort): Map<VectorRows, readonly number[]> {
  const { arena, sources, question, options } = search;
  const { allows, among } = options;
  const listed = among === undefined ? undefined : listRows(sources, among);
  const isAllowed = (source: VectorRows, row: number): boolean =>
    (listed === undefined || listed.get(source)!.has(row)) && allows?.(source.keyAt(row)) !== false;
  const available = listed === undefined ? countLive(sources) : countRows(listed);
  if (listed !== undefined && available <= Math.max(sketches, LISTED_SKETCHES))
    return refine(allListed(listed, isAllowed));
  if (available <= records) return allLive(sources, isAllowed);
  const isFiltered = listed !== undefined || allows !== undefined;
  const filter = isFiltered ? { isAllowed } : {};
  const least = Math.min(sketches, records * SKETCHES_PER_RECORD);
  return refine(findCandidates({ arena, sources, question, wanted: sketches, least, ...filter }));

  function refine(found: Map<VectorRows, readonly number[]>): Map<VectorRows, readonly number[]> {
    return refineCandidates({ arena, question }, found, records);
  }
}

type AllowsRow = (source: VectorRows, row: number) => boolean;

function allLive(sources: readonly VectorRows[], isAllowed: AllowsRow): Map<VectorRows, readonly number[]> {
  const chosen = new Map<VectorRows, readonly number[]>();
  for (const source of sources) {
    const rows: number[] = [];
    for (let row = 0; row < source.count; row++) if (source.isLive(row) && isAllowed(source, row)) rows.push(row);
    chosen.set(source, rows);
  }
  return chosen;
}

function allListed(listed: ReadonlyMap<VectorRows, RowSet>, isAllowed: AllowsRow): Map<VectorRows, readonly number[]> {
  return new Map([...listed].map(([source, rows]) => [source, [...rows].filter((row) => isAllowed(source, row))]));
}

/** The rows of ascending keys, by source. */
function listRows(sources: readonly VectorRows[], keys: ArrayLike<number>): Map<VectorRows, RowSet> {
  const lists = new Map<VectorRows, RowSet>();
  for (const source of sources) {
    const rows = createRowSet(source.count);
    source.visitKeys(keys, (row) => rows.add(row));
    lists.set(source, rows);
  }
  return lists;
}

function countLive(sources: readonly VectorRows[]): number {
  return sources.reduce((sum, { liveCount }) => sum + liveCount, 0);
}

function countRows(lists: ReadonlyMap<VectorRows, RowSet>): number {
  return [...lists.values()].reduce((sum, { count }) => sum + count, 0);
}

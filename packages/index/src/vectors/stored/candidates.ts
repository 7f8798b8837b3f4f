/**
 * Candidates: the rows whose sketches are most like the question's, found by counting ranks instead of sorting rows.
 * The measure is by the question: with values below zero, signs that differ; without, places that overlap (counts, as
 * trigram vectors are, have no negative values, and most places are zero).
 */
import { MAX_OVERLAP_RANK } from "../kernels/kernels.ts";
import { sketchBlocks, sketchBytes } from "./format.ts";
import { writeSketch } from "./quantise.ts";
import type { VectorRows } from "./rows.ts";
import { COLLECTED_AT, COLLECTED_ROWS, COUNTS_AT, QUESTION_AT, type SketchArena } from "./sketch-arena.ts";

/** What a choice goes by. */
export interface CandidateSearch {
  readonly arena: SketchArena;
  /** Loaded into the arena. */
  readonly sources: readonly VectorRows[];
  readonly question: Float32Array;
  /** How many candidates to find when all rows are allowed. */
  readonly wanted: number;
  /** How many at least; where filters hide most rows, so many less than `wanted` will do as are hidden. Default `wanted`. */
  readonly least?: number | undefined;
  /** Asked only for live rows, and only until enough are found. Default: all are allowed. */
  readonly isAllowed?: ((source: VectorRows, row: number) => boolean) | undefined;
}

/**
 * @returns the rows of each source, ascending: together `wanted` or some more, or all that are allowed. Of rows of equal rank
 * those of earlier sources come first.
 */
export function findCandidates(search: CandidateSearch): Map<VectorRows, number[]> {
  const highestRank = rankRows(search);
  const counts = new Uint32Array(search.arena.kernels.memory().buffer, COUNTS_AT, highestRank + 1);
  const found = new Map<VectorRows, number[]>();
  let foundCount = 0;
  let lookedAt = 0;
  let { wanted } = search;
  for (let low = 0; low <= highestRank && foundCount < wanted;) {
    // Where filters hide most rows, each round looks at as many more as the last ones suggest.
    const share = lookedAt === 0 ? 1 : Math.max(foundCount, 1) / lookedAt;
    const needed = Math.max((wanted - foundCount) / share, lookedAt);
    let high = low;
    let inRange = counts[low]!;
    while (high < highestRank && inRange < needed) inRange += counts[++high]!;
    lookedAt += inRange;
    if (high > low) foundCount += collect(search, found, { low, high: high - 1, limit: Infinity });
    foundCount += collect(search, found, { low: high, high, limit: wanted - foundCount });
    wanted = Math.max(search.least ?? wanted, (search.wanted * foundCount) / lookedAt);
    low = high + 1;
  }
  for (const rows of found.values()) rows.sort((a, b) => a - b);
  return found;
}

/** Ranks every row and counts the ranks. @returns the highest rank that there can be. */
function rankRows({ arena, sources, question }: CandidateSearch): number {
  const { kernels } = arena;
  const memory = kernels.memory();
  const measure = question.some((value) => value < 0) ? "hamming" : "overlap";
  const highestRank = measure === "hamming" ? question.length : MAX_OVERLAP_RANK;
  const sketch = memory.subarray(QUESTION_AT, QUESTION_AT + sketchBytes(question.length)).fill(0);
  writeSketch(question, sketch);
  memory.fill(0, COUNTS_AT, COUNTS_AT + (highestRank + 1) * 4);
  for (const source of sources) {
    const { sketches, ranks, rows } = arena.placeOf(source);
    const padded = Math.ceil(rows / 4) * 4;
    kernels[measure]({ question: QUESTION_AT, sketches, rows: padded, blocks: sketchBlocks(question.length), ranks });
    kernels.count(ranks, rows, COUNTS_AT);
  }
  return highestRank;
}

/** Adds allowed rows of these ranks, at most `limit`. @returns how many. */
function collect(
  { arena, sources, isAllowed }: CandidateSearch,
  found: Map<VectorRows, number[]>,
  { low, high, limit }: { readonly low: number; readonly high: number; readonly limit: number },
): number {
  const { kernels } = arena;
  const collected = new Uint32Array(kernels.memory().buffer, COLLECTED_AT, COLLECTED_ROWS);
  let added = 0;
  for (const source of sources) {
    const { ranks, rows } = arena.placeOf(source);
    const chosen = found.get(source) ?? [];
    found.set(source, chosen);
    let count = COLLECTED_ROWS;
    for (let row = 0; count === COLLECTED_ROWS && added < limit;) {
      count = kernels.collect({ ranks, row, rows, low, high, into: COLLECTED_AT, capacity: COLLECTED_ROWS });
      for (let at = 0; at < count && added < limit; at++) {
        row = collected[at]! + 1;
        if (!source.isLive(row - 1) || isAllowed?.(source, row - 1) === false) continue;
        chosen.push(row - 1);
        added++;
      }
    }
  }
  return added;
}

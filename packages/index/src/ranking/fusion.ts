/**
 * Fusion: one order out of words and vectors. Source: docs/ranking.md (measured on LoCoMo; reciprocal-rank fusion with the
 * weaker ranker hurt): .7 · minmax(context score) + .3 · minmax(cosine of window-pooled vectors).
 */
import type { Columns } from "../partition/columns.ts";
import { NONE } from "../partition/columns.ts";
import { liveNeighbour, type View } from "../partition/view.ts";

export const LEXICAL_SHARE = 0.7;
export const VECTOR_SHARE = 0.3;
/** What a neighbour's vector adds at 1, 2, 3 turns: one said before the turn, and one said after. */
const POOLED_BEFORE = [0.4, 0.25, 0.1] as const;
const POOLED_AFTER = [0.3, 0.2, 0.1] as const;

/** Weighted mean of a turn's cosine and its neighbours': a window-pooled vector's cosine, but for its norm. */
export function poolCosines(columns: Columns, view: View, cosines: Float64Array): Float64Array {
  const pooled = new Float64Array(view.live.length);
  for (let ordinal = 0; ordinal < pooled.length; ordinal++) {
    if (view.live[ordinal] === 0) continue;
    let sum = cosines[ordinal]!;
    let weights = 1;
    const add = (links: Int32Array, shares: readonly number[]): void => {
      let at = ordinal;
      for (const share of shares) {
        at = liveNeighbour(view.live, links, at);
        if (at === NONE) return;
        sum += share * cosines[at]!;
        weights += share;
      }
    };
    add(columns.previous, POOLED_BEFORE);
    add(columns.next, POOLED_AFTER);
    pooled[ordinal] = sum / weights;
  }
  return pooled;
}

/** Maps the least of the chosen values to 0 and the greatest to 1; all equal gives 0. */
export function minMax(values: Float64Array, chosen: readonly number[]): (ordinal: number) => number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const ordinal of chosen) {
    low = Math.min(low, values[ordinal]!);
    high = Math.max(high, values[ordinal]!);
  }
  const range = high - low;
  return range > 0 ? (ordinal) => (values[ordinal]! - low) / range : () => 0;
}

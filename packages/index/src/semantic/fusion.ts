/**
 * Fusion: one order out of words and vectors. Source: docs/ranking.md (measured on LoCoMo; reciprocal-rank fusion with the
 * weaker ranker hurt): .7 · minmax(context score) + .3 · minmax(cosine of window-pooled vectors).
 */
import type { Stretch } from "../view/windows.ts";

export const LEXICAL_SHARE = 0.7;
export const VECTOR_SHARE = 0.3;
/** What a neighbour's vector adds at 1, 2, 3 turns: one said before the turn, and one said after. */
const POOLED_BEFORE = [0.4, 0.25, 0.1] as const;
const POOLED_AFTER = [0.3, 0.2, 0.1] as const;

/**
 * Weighted mean of a turn's cosine and its neighbours': a window-pooled vector's cosine, but for its norm.
 * @param cosineAt the cosine of each turn of the stretch.
 */
export function poolCosine(stretch: Stretch, turn: number, cosineAt: (turn: number) => number): number {
  let sum = cosineAt(turn);
  let weights = 1;
  if (!stretch.isConversation) return sum;
  const add = (direction: number, shares: readonly number[]): void => {
    for (const [away, share] of shares.entries()) {
      const other = turn + direction * (away + 1);
      if (other < 0 || other >= stretch.count) return;
      sum += share * cosineAt(other);
      weights += share;
    }
  };
  add(-1, POOLED_BEFORE);
  add(1, POOLED_AFTER);
  return sum / weights;
}

/** Maps the least of the values to 0 and the greatest to 1; all equal gives 0. */
export function minMax(values: Iterable<number>): (value: number) => number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range = high - low;
  return range > 0 ? (value) => (value - low) / range : () => 0;
}

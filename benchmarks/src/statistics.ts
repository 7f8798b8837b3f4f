/** Statistics of samples: medians and percentiles. Invariant: nothing here changes its arguments. */

/** The middle value, or the mean of the middle two; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The least sample that at least `percent` of the samples do not exceed; NaN of nothing.
 * @param percent 0 to 100. Source: nearest-rank percentile.
 */
export function percentile(samples: Float64Array, percent: number): number {
  const sorted = samples.toSorted();
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** The median of the quotients of values that were measured side by side, round by round. */
export function medianRatio(values: readonly number[], bases: readonly number[]): number {
  if (values.length !== bases.length) throw new RangeError("values and bases must come from the same rounds");
  return median(values.map((value, round) => value / bases[round]!));
}

/**
 * Histogram: how long things took, in fixed memory. Buckets are linear inside each power of two, so a quantile is within
 * 1/16 of the true value at any scale, from 0.1 µs to 7 minutes. Source: the log-linear layout of HdrHistogram (G. Tene).
 * Invariant: the counts of all buckets add up to `count`.
 */

/** Values are counted in units of 100 ns. */
const UNITS_PER_MS = 10_000;
const LINEAR_BITS = 4;
const LINEAR_BUCKETS = 1 << LINEAR_BITS;
const LARGEST_VALUE = 0xffff_ffff;
const BUCKETS = (32 - LINEAR_BITS + 1) * LINEAR_BUCKETS;

export interface Histogram {
  readonly count: number;
  /** The sum of all values, ms. */
  readonly totalMs: number;
  readonly maxMs: number;
  /** Counts one value, from 0; larger than 429 s counts as that in quantiles, not in `maxMs`. About 10 ns. */
  record(ms: number): void;
  /** The value below or at which this share of the values lies (nearest rank); 0 when there are none. `q01` in (0, 1]. */
  quantileMs(q01: number): number;
}

export function createHistogram(): Histogram {
  const buckets = new Float64Array(BUCKETS);
  let [count, totalMs, maxMs] = [0, 0, 0];
  return {
    get count() {
      return count;
    },
    get totalMs() {
      return totalMs;
    },
    get maxMs() {
      return maxMs;
    },
    record(ms) {
      buckets[bucketOf(ms)]!++;
      count++;
      totalMs += ms;
      if (ms > maxMs) maxMs = ms;
    },
    quantileMs(q01) {
      const rank = Math.max(1, Math.ceil(q01 * count));
      let seen = 0;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        seen += buckets[bucket]!;
        if (seen >= rank) return Math.min(maxMs, middleMsOf(bucket));
      }
      return 0;
    },
  };
}

function bucketOf(ms: number): number {
  const value = Math.min(LARGEST_VALUE, Math.round(ms * UNITS_PER_MS));
  if (value < LINEAR_BUCKETS) return value;
  const shift = 31 - Math.clz32(value) - LINEAR_BITS;
  return (shift + 1) * LINEAR_BUCKETS + ((value >>> shift) & (LINEAR_BUCKETS - 1));
}

function middleMsOf(bucket: number): number {
  if (bucket < LINEAR_BUCKETS) return bucket / UNITS_PER_MS;
  const width = 2 ** (Math.floor(bucket / LINEAR_BUCKETS) - 1);
  const lowest = (LINEAR_BUCKETS + (bucket % LINEAR_BUCKETS)) * width;
  return (lowest + (width - 1) / 2) / UNITS_PER_MS;
}

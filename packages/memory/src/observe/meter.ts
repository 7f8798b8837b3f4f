/** Meter: how often each operation ran, failed, and how long it took, since the store was opened. */
import { createHistogram, type Histogram } from "./histogram.ts";

/** Figures of one kind of operation. Times in ms; quantiles are within 1/16 of the true value. */
export interface OperationFigures {
  /** How often it ended, well or not. */
  readonly count: number;
  readonly failures: number;
  readonly totalMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface Meter {
  /** Counts an operation that ended. */
  record(operation: string, ms: number, outcome?: "failed"): void;
  /** Operations that ended, of all kinds. */
  readonly count: number;
  readonly failures: number;
  /** By operation, for those that ran at least once. */
  figures(): Readonly<Record<string, OperationFigures>>;
}

export function createMeter(): Meter {
  const operations = new Map<string, { readonly times: Histogram; failures: number }>();
  let [count, failures] = [0, 0];

  return {
    record(operation, ms, outcome) {
      let known = operations.get(operation);
      if (known === undefined) operations.set(operation, (known = { times: createHistogram(), failures: 0 }));
      known.times.record(ms);
      count++;
      if (outcome === undefined) return;
      known.failures++;
      failures++;
    },
    get count() {
      return count;
    },
    get failures() {
      return failures;
    },
    figures: () =>
      Object.fromEntries(
        [...operations].map(([name, { times, failures }]) => [name, { ...toFigures(times), failures }]),
      ),
  };
}

function toFigures(times: Histogram): Omit<OperationFigures, "failures"> {
  const { count, totalMs, maxMs } = times;
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((q01) => times.quantileMs(q01)) as [number, number, number];
  return { count, totalMs, p50Ms, p95Ms, p99Ms, maxMs };
}

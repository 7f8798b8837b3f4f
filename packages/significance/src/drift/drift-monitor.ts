/**
 * A drift monitor: keeps the two summaries that drift compares, over a stream of memories. The recent ones are the last half
 * window and the one being filled; when it is full, the older half joins what was before.
 *
 * Invariants: the recent summary holds between a half and a whole window, once there are that many; no memory is in both.
 */
import { assertCount } from "../assertions.ts";
import type { ScorableMemory } from "../context.ts";
import { driftBetween, type Drift, type DriftOptions } from "./drift.ts";
import { createDriftSummary, type DriftSummary, type DriftSummaryJson } from "./drift-summary.ts";

const DEFAULT_WINDOW = 500;

/** The monitor as plain JSON. It holds words of the memories. */
export interface DriftMonitorJson {
  readonly before: DriftSummaryJson;
  readonly previous: DriftSummaryJson;
  readonly current: DriftSummaryJson;
}

export interface DriftMonitor {
  observe(memory: ScorableMemory): void;
  /**
   * Takes an observed memory back, wherever it is by now: a feature that only it had is gone. Features that others have, too,
   * may be counted up to two too few.
   */
  remove(memory: ScorableMemory): void;
  /** Compares what is recent with what was before. O(features): ask now and then, not on each save. */
  drift(options?: DriftOptions): Drift;
  toJSON(): DriftMonitorJson;
}

/**
 * @param options `window`: how many memories are recent, >= 2, default 500; smaller notices sooner and tells less.
 * @param saved what `toJSON` gave. @throws TypeError or RangeError for a window that is none or what is no monitor.
 */
export function createDriftMonitor(
  options: { readonly window?: number | undefined } = {},
  saved?: DriftMonitorJson,
): DriftMonitor {
  const { window = DEFAULT_WINDOW } = options;
  assertCount("window", window, 2);
  const before = createDriftSummary(saved?.before);
  let previous = createDriftSummary(saved?.previous);
  let current = createDriftSummary(saved?.current);

  const recent = (): DriftSummary => {
    const both = createDriftSummary(previous.toJSON());
    both.merge(current);
    return both;
  };

  return {
    observe(memory) {
      if (current.memories >= Math.floor(window / 2)) {
        before.merge(previous);
        previous = current;
        current = createDriftSummary();
      }
      current.observe(memory);
    },
    remove(memory) {
      for (const summary of [before, previous, current]) summary.remove(memory);
    },
    drift: (driftOptions) => driftBetween(before, recent(), driftOptions),
    toJSON: () => ({ before: before.toJSON(), previous: previous.toJSON(), current: current.toJSON() }),
  };
}

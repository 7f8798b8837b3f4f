/**
 * The observed store: the store's verbs, measured and told to the event log, and the verbs that report.
 * Invariant L1: an event is made of results (ids, counts, flags), never of arguments.
 */
import { createDriftWatch } from "../drift/drift-watch.ts";
import type { MemoryStore, UnobservedStore } from "../memory-store.ts";
import type { StoreCounts } from "../store-stats.ts";
import { sessionFiguresOf, type SessionFigures } from "./figures.ts";
import { createMeasure, toCounts } from "./measure.ts";
import { metricsOf } from "./metrics.ts";
import { observedVerbs } from "./observed-verbs.ts";
import type { Observer } from "./observer.ts";
import { statusOf } from "./status.ts";

export interface ObservationOptions {
  readonly clock: () => number;
  /** What opening took, ms. */
  readonly openMs: number;
  /** What is in the store, also while it closes. */
  readonly countsOf: () => StoreCounts;
}

/** Puts the observer around a store that was opened just now, and begins its session. */
export function observeStore(
  store: UnobservedStore,
  observer: Observer,
  { clock, openMs, countsOf }: ObservationOptions,
): MemoryStore {
  const measure = createMeasure(observer);
  const { counts, ...verbs } = store;
  const withSession = <T extends StoreCounts>(known: T): T & SessionFigures => ({
    ...known,
    ...sessionFiguresOf(observer, known, clock()),
  });
  const watch = createDriftWatch({ clock, measure: (signal) => store.drift({ signal }) });
  const close = (): Promise<void> => {
    watch.close();
    return store.close();
  };
  const { recovery, dir } = store;
  const { frames, segments, damagedCount: damaged, torn } = recovery;
  observer.begin({ ms: openMs, frames, segments, damaged, torn: torn !== undefined }, () => {
    const now = withSession(countsOf());
    watch.check(now.log.frames);
    return metricsOf(now, watch.last);
  });
  return {
    ...verbs,
    ...observedVerbs(store, measure),
    backup: async (target) => {
      const result = await measure("backup", () => store.backup(target), toCounts, "session");
      observer.noteBackup({ at: clock(), segments: result.segments, bytes: result.bytes });
      return result;
    },
    drift: async (options) => {
      const drift = await measure("drift", () => store.drift(options), toCounts);
      watch.remember(drift);
      return drift;
    },
    stats: () => withSession(store.stats()),
    metrics: () => metricsOf(withSession(counts()), watch.last),
    status: async () => {
      const now = withSession(counts());
      watch.check(now.log.frames);
      return statusOf({ dir, recovery, stats: now, observer, drift: watch.last });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

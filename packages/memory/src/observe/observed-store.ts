/**
 * The observed store: the store's verbs, measured and told to the event log, and the verbs that report.
 * Invariant L1: an event is made of results (ids, counts, flags), never of arguments.
 */
import { createDriftWatch } from "../drift/drift-watch.ts";
import type { Erasure } from "../erase.ts";
import type { MemoryStore, UnobservedStore } from "../store.ts";
import type { StoreStats } from "../store-stats.ts";
import type { EventFields } from "./event.ts";
import { sessionFiguresOf, type SessionFigures } from "./figures.ts";
import { metricsOf } from "./metrics.ts";
import { codeOf, type Observer } from "./observer.ts";
import { statusOf } from "./status.ts";

export interface ObservationOptions {
  readonly clock: () => number;
  /** What opening took, ms. */
  readonly openMs: number;
  /** What is in the store, also while it closes. */
  readonly statsOf: () => StoreStats;
}

/** Puts the observer around a store that was opened just now, and begins its session. */
export function observeStore(
  store: UnobservedStore,
  observer: Observer,
  { clock, openMs, statsOf }: ObservationOptions,
): MemoryStore {
  const measure = createMeasure(observer);
  const withSession = (stats: StoreStats): StoreStats & SessionFigures => ({
    ...stats,
    ...sessionFiguresOf(observer, stats.log, clock()),
  });
  const stats: MemoryStore["stats"] = () => withSession(store.stats());
  const watch = createDriftWatch({ clock, measure: (signal) => store.drift({ signal }) });
  const close = (): Promise<void> => {
    watch.close();
    return store.close();
  };
  const { recovery, dir } = store;
  const { frames, segments, damagedCount: damaged, torn } = recovery;
  observer.begin({ ms: openMs, frames, segments, damaged, torn: torn !== undefined }, () => {
    const now = withSession(statsOf());
    watch.check(now.log.frames);
    return metricsOf(now, watch.last);
  });
  return {
    ...store,
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
    stats,
    metrics: () => metricsOf(stats(), watch.last),
    status: async () => {
      const now = stats();
      watch.check(now.log.frames);
      return statusOf({ dir, recovery, stats: now, observer, drift: watch.last });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Measure = <T>(
  operation: string,
  run: () => Promise<T>,
  fieldsOf: (result: T) => EventFields,
  file?: "live" | "session",
) => Promise<T>;

/**
 * Short operations go into live.ndjson; long ones, and all that fail, into the session's file too. It is in the path of every verb: no more
 * than one promise is added to it.
 */
function createMeasure(observer: Observer): Measure {
  const { meter } = observer;
  return (operation, run, fieldsOf, file = "live") => {
    const started = performance.now();
    return run().then(
      (result) => {
        const ms = performance.now() - started;
        meter.record(operation, ms);
        observer.emit(operation, () => ({ ...fieldsOf(result), ms }), { isOfSession: file === "session" });
        return result;
      },
      (error: unknown) => {
        const ms = performance.now() - started;
        meter.record(operation, ms, "failed");
        observer.emit(operation, () => ({ code: codeOf(error), ms }), { isOfSession: true });
        throw error;
      },
    );
  };
}

type ObservedVerbs = Pick<
  MemoryStore,
  | "save"
  | "saveMany"
  | "get"
  | "getMany"
  | "search"
  | "similar"
  | "context"
  | "update"
  | "forget"
  | "forgetMany"
  | "decay"
  | "consolidate"
  | "score"
  | "export"
  | "import"
  | "verifyImport"
  | "cleanUpImport"
  | "compact"
  | "repair"
>;

function observedVerbs(store: UnobservedStore, measure: Measure): ObservedVerbs {
  return {
    save: (content, options) => measure("save", () => store.save(content, options), toCounts),
    saveMany: (source, options) => measure("saveMany", () => store.saveMany(source, options), toCounts, "session"),
    get: (id) => measure("get", () => store.get(id), toFound),
    getMany: (ids) =>
      measure(
        "getMany",
        () => store.getMany(ids),
        (found) => ({ found: found.filter((memory) => memory !== undefined).length }),
      ),
    search: (query, options) =>
      measure(
        "search",
        () => store.search(query, options),
        ({ hits }) => ({ hits: hits.length }),
      ),
    similar: (cue, options) =>
      measure(
        "similar",
        () => store.similar(cue, options),
        ({ hits }) => ({ hits: hits.length }),
      ),
    context: (id, turns) =>
      measure(
        "context",
        () => store.context(id, turns),
        (found) => ({ turns: found.length }),
      ),
    update: (id, patch) => measure("update", () => store.update(id, patch), toFound),
    forget: observedForget(store, measure),
    forgetMany: (ids) => measure("forgetMany", () => store.forgetMany(ids), toCounts),
    decay: (options) => measure("decay", () => store.decay(options), toCounts, "session"),
    consolidate: (options) => measure("consolidate", () => store.consolidate(options), toCounts, "session"),
    score: (options) => measure("score", () => store.score(options), toCounts, "session"),
    export: (target, options) => measure("export", () => store.export(target, options), toCounts, "session"),
    import: (source, options) => measure("import", () => store.import(source, options), toCounts, "session"),
    verifyImport: (folder, options) =>
      measure("verifyImport", () => store.verifyImport(folder, options), toCounts, "session"),
    cleanUpImport: (folder, options) =>
      measure("cleanUpImport", () => store.cleanUpImport(folder, options), toCounts, "session"),
    compact: (options) => measure("compact", () => store.compact(options), toCounts, "session"),
    repair: () => measure("repair", () => store.repair(), toCounts, "session"),
  };
}

/** Erasing answers with what it removed: that is of the session. */
function observedForget(store: UnobservedStore, measure: Measure): MemoryStore["forget"] {
  async function forget(id: string, options?: { readonly erase?: false | undefined }): Promise<boolean>;
  async function forget(id: string, options: { readonly erase: true }): Promise<Erasure | undefined>;
  async function forget(id: string, options: { readonly erase?: boolean | undefined } = {}) {
    if (options.erase !== true)
      return measure(
        "forget",
        () => store.forget(id),
        (found) => ({ found }),
      );
    const counted = (erasure: Erasure | undefined): EventFields =>
      erasure === undefined ? { found: false } : toCounts(erasure);
    return measure("erase", () => store.forget(id, { erase: true }), counted, "session");
  }
  return forget;
}

function toFound(memory: { readonly id: string } | undefined): EventFields {
  return memory === undefined ? { found: false } : { id: memory.id, found: true };
}

/** The numbers and flags of a result, and its id. */
function toCounts(result: object): EventFields {
  const fields: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(result)) {
    if (typeof value === "number" || typeof value === "boolean" || name === "id") fields[name] = value as number;
  }
  return fields;
}

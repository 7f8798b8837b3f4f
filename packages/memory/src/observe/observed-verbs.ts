/** The verbs of a store, each measured and told to the event log by ids, counts and flags. */
import type { Erasure } from "../erase.ts";
import type { MemoryStore, UnobservedStore } from "../memory-store.ts";
import type { EventFields } from "./event.ts";
import { toCounts, type Measure } from "./measure.ts";

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
  | "embed"
  | "export"
  | "import"
  | "verifyImport"
  | "cleanUpImport"
  | "compact"
  | "repair"
>;

export function observedVerbs(store: UnobservedStore, measure: Measure): ObservedVerbs {
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
    embed: (options) => measure("embed", () => store.embed(options), toCounts, "session"),
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

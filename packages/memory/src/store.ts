/** The verbs of a store, put around an open state: which may start when is lifetime.ts, what each does is in its own file. */
import { toFrameId } from "@vidmem/frames";
import { forgetMemories, getMemories } from "./batch.ts";
import { eraseMemory, type Erasure } from "./erase.ts";
import { contextOf, getMemory, searchMemories, streamHits, streamMemories, timelineOf } from "./recall.ts";
import { forgetMemory, updateMemory } from "./revise.ts";
import { saveManyMemories } from "./save-many.ts";
import { saveMemory } from "./save.ts";
import { createLifetime, type Lifetime } from "./lifetime.ts";
import { cleanUpMigration } from "./migration/clean-up.ts";
import { verifyMigration } from "./migration/verify.ts";
import { measureDrift } from "./drift/measure-drift.ts";
import { similarMemories } from "./similar/similar.ts";
import type { StoreState } from "./store-state.ts";
import { countsOf, statsOf } from "./store-stats.ts";
import { exportMemories } from "./transfer/export.ts";
import { importMemories } from "./transfer/import.ts";
import { BACKUP_COMPANIONS } from "./transfer/restore.ts";
import { consolidateMemories } from "./upkeep/consolidate.ts";
import { decayMemories } from "./upkeep/decay.ts";
import type { MemoryStore, UnobservedStore } from "./memory-store.ts";

/** Puts the verbs around an open state; `beforeRelease` as in lifetime.ts. */
export function createStore(state: StoreState, beforeRelease: (isDurable: boolean) => Promise<void>): UnobservedStore {
  const life = createLifetime(state, beforeRelease);

  const store: UnobservedStore = {
    dir: state.dir,
    recovery: state.log.recovery,
    save: async (content, options) => life.finish(saveMemory(life.openToWrite(), { ...options, content })),
    saveMany: async (source, options) => {
      const opened = life.openToWrite();
      return life.interruptible(options?.signal, (signal) => saveManyMemories(opened, source, { ...options, signal }));
    },
    async get(id) {
      const found = getMemory(life.open(), toFrameId(id));
      return found instanceof Promise ? life.finish(found) : found;
    },
    search: async (query, options) => life.finish(searchMemories(life.open(), query, options)),
    searchStream: (query, options) => life.whileOpen(streamHits(life.open(), query, options)),
    similar: async (cue, options) => {
      const opened = life.open();
      return life.interruptible(options?.signal, (signal) => similarMemories(opened, cue, { ...options, signal }));
    },
    timeline: (options) => life.whileOpen(timelineOf(life.open(), options)),
    stream: (filter) => life.whileOpen(streamMemories(life.open(), filter)),
    context: async (id, turns) => life.finish(contextOf(life.open(), toFrameId(id), turns)),
    update: async (id, patch) => life.finish(updateMemory(life.openToWrite(), toFrameId(id), patch)),
    forget: forgetter(life),
    getMany: async (ids) => life.finish(getMemories(life.open(), Array.from(ids, toFrameId))),
    forgetMany: async (ids) => life.finish(forgetMemories(life.openToWrite(), Array.from(ids, toFrameId))),
    decay: async (options) => {
      const opened = life.openToWrite();
      return life.interruptible(options?.signal, (signal) => decayMemories(opened, { ...options, signal }));
    },
    consolidate: async (options) => {
      const opened = life.openToWrite();
      return life.interruptible(options?.signal, (signal) => consolidateMemories(opened, { ...options, signal }));
    },
    score: async (options) => {
      const { scoring } = life.openToWrite();
      return life.interruptible(options?.signal, async (signal) => ({
        scored: await scoring.catchUp({ ...options, signal }),
      }));
    },
    export: async (target, options) => {
      const opened = life.open();
      return life.interruptible(options?.signal, (signal) => exportMemories(opened, target, { ...options, signal }));
    },
    import: async (source, options) => {
      const opened = life.openToWrite();
      return life.interruptible(options?.signal, (signal) => importMemories(opened, source, { ...options, signal }));
    },
    drift: async (options) => {
      const opened = life.open();
      return life.interruptible(options?.signal, (signal) => measureDrift(opened, { signal }));
    },
    verifyImport: async (folder, options) => {
      const opened = life.open();
      return life.interruptible(options?.signal, (signal) => verifyMigration(opened, folder, { ...options, signal }));
    },
    cleanUpImport: async (folder, options) => {
      const opened = life.openToWrite();
      return life.interruptible(options?.signal, (signal) => cleanUpMigration(opened, folder, { ...options, signal }));
    },
    stats: () => statsOf(life.open()),
    counts: () => countsOf(life.open()),
    backup: async (target) => life.finish(life.openToWrite().log.backup(target, { companions: BACKUP_COMPANIONS })),
    compact: async (options) => {
      const { log } = life.openToWrite();
      return life.interruptible(options?.signal, (signal) => log.compact({ ...options, signal }));
    },
    repair: async () => life.finish(life.openToWrite().log.repair()),
    verify: (options) => life.whileOpen(life.open().log.verify(options)),
    close: () => life.close(),
    [Symbol.asyncDispose]: () => life.close(),
  };
  return store;
}

function forgetter(life: Lifetime): MemoryStore["forget"] {
  async function forget(id: string, options?: { readonly erase?: false | undefined }): Promise<boolean>;
  async function forget(id: string, options: { readonly erase: true }): Promise<Erasure | undefined>;
  async function forget(id: string, options?: { readonly erase?: boolean | undefined }) {
    const state = life.openToWrite();
    const verb = options?.erase === true ? eraseMemory : forgetMemory;
    return life.finish<boolean | Erasure | undefined>(verb(state, toFrameId(id)));
  }
  return forget;
}

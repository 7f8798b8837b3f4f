/**
 * The verbs of a store, put around an open state: which may start when is lifetime.ts, what each does is in its own file. Verbs for people
 * and for now and then are loaded when they are called: a process that opens, asks and ends must not wait for them.
 */
import { toFrameId } from "@vidmem/frames";
import { forgetMemories, getMemories } from "./batch.ts";
import type { Erasure } from "./erase.ts";
import { contextOf, getMemory, searchMemories, streamHits, streamMemories, timelineOf } from "./recall.ts";
import { forgetMemory, updateMemory } from "./revise.ts";
import { saveManyMemories } from "./save-many.ts";
import { saveMemory } from "./save.ts";
import { createLifetime, type Lifetime } from "./lifetime.ts";
import type { StoreState } from "./store-state.ts";
import { countsOf, statsOf } from "./store-stats.ts";
import { BACKUP_COMPANIONS } from "./transfer/companions.ts";
import type { StoreViolation } from "./verify.ts";
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
      return life.interruptible(options?.signal, async (signal) => {
        const { similarMemories } = await import("./similar/similar.ts");
        return similarMemories(opened, cue, { ...options, signal });
      });
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
      return life.interruptible(options?.signal, async (signal) => {
        const { decayMemories } = await import("./upkeep/decay.ts");
        return decayMemories(opened, { ...options, signal });
      });
    },
    consolidate: async (options) => {
      const opened = life.openToWrite();
      return life.interruptible(options?.signal, async (signal) => {
        const { consolidateMemories } = await import("./upkeep/consolidate.ts");
        return consolidateMemories(opened, { ...options, signal });
      });
    },
    score: async (options) => {
      const { scoring } = life.openToWrite();
      return life.interruptible(options?.signal, async (signal) => ({
        scored: await scoring.catchUp({ ...options, signal }),
      }));
    },
    embed: async (options) => {
      const { index } = life.openToWrite();
      return life.interruptible(options?.signal, async (signal) => {
        const { embedRest } = await import("./embed.ts");
        return embedRest(index, { ...options, signal });
      });
    },
    export: async (target, options) => {
      const opened = life.open();
      return life.interruptible(options?.signal, async (signal) => {
        const { exportMemories } = await import("./transfer/export.ts");
        return exportMemories(opened, target, { ...options, signal });
      });
    },
    import: async (source, options) => {
      const opened = life.openToWrite();
      return life.interruptible(options?.signal, async (signal) => {
        const { importMemories } = await import("./transfer/import.ts");
        return importMemories(opened, source, { ...options, signal });
      });
    },
    drift: async (options) => {
      const opened = life.open();
      return life.interruptible(options?.signal, async (signal) => {
        const { measureDrift } = await import("./drift/measure-drift.ts");
        return measureDrift(opened, { signal });
      });
    },
    verifyImport: async (folder, options) => {
      const opened = life.open();
      return life.interruptible(options?.signal, async (signal) => {
        const { verifyMigration } = await import("./migration/verify.ts");
        return verifyMigration(opened, folder, { ...options, signal });
      });
    },
    cleanUpImport: async (folder, options) => {
      const opened = life.openToWrite();
      return life.interruptible(options?.signal, async (signal) => {
        const { cleanUpMigration } = await import("./migration/clean-up.ts");
        return cleanUpMigration(opened, folder, { ...options, signal });
      });
    },
    stats: () => statsOf(life.open()),
    counts: () => countsOf(life.open()),
    backup: async (target) => life.finish(life.openToWrite().log.backup(target, { companions: BACKUP_COMPANIONS })),
    compact: async (options) => {
      const { log } = life.openToWrite();
      return life.interruptible(options?.signal, (signal) => log.compact({ ...options, signal }));
    },
    repair: async () => {
      const opened = life.openToWrite();
      const { repairStore } = await import("./verify.ts");
      return life.finish(repairStore(opened));
    },
    verify: (options) => life.whileOpen(verified(life.open(), options)),
    close: () => life.close(),
    [Symbol.asyncDispose]: () => life.close(),
  };
  return store;
}

async function* verified(
  state: StoreState,
  options: { readonly signal?: AbortSignal | undefined } | undefined,
): AsyncGenerator<StoreViolation> {
  const { verifyStore } = await import("./verify.ts");
  yield* verifyStore(state, options);
}

function forgetter(life: Lifetime): MemoryStore["forget"] {
  async function forget(id: string, options?: { readonly erase?: false | undefined }): Promise<boolean>;
  async function forget(id: string, options: { readonly erase: true }): Promise<Erasure | undefined>;
  async function forget(id: string, options?: { readonly erase?: boolean | undefined }) {
    const state = life.openToWrite();
    const frameId = toFrameId(id);
    const erase = async (): Promise<Erasure | undefined> => (await import("./erase.ts")).eraseMemory(state, frameId);
    return life.finish<boolean | Erasure | undefined>(options?.erase === true ? erase() : forgetMemory(state, frameId));
  }
  return forget;
}

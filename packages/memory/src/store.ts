/** The store as its users hold it: one object, whose verbs live in files of their own. */
import type { Writable } from "node:stream";
import { toFrameId, type FrameLogStats, type RecoveryReport, type Violation } from "@vidmem/frames";
import type { IndexStats } from "@vidmem/index";
import { MemoryError } from "./errors.ts";
import type {
  BulkResult,
  Json,
  Memory,
  MemoryFilter,
  MemoryInput,
  MemoryPatch,
  SaveOptions,
  SaveResult,
  SearchOptions,
  SearchQuery,
  SearchResult,
  TimelineOptions,
} from "./memory.ts";
import { contextOf, getMemory, searchMemories, streamMemories, timelineOf } from "./recall.ts";
import { forgetMemory, updateMemory } from "./revise.ts";
import { saveManyMemories, saveMemory, type BulkOptions } from "./save.ts";
import type { StoreState } from "./store-state.ts";
import { exportMemories, type ExportOptions } from "./transfer/export.ts";
import { importMemories, type ImportOptions, type ImportSource } from "./transfer/import.ts";

/** Figures of an open store. */
export interface StoreStats {
  /** Current memories. */
  readonly memories: number;
  readonly types: IndexStats["types"];
  readonly namespaces: readonly string[];
  readonly sessions: number;
  readonly terms: number;
  /** The log below, history included. */
  readonly log: FrameLogStats;
}

/**
 * A memory store. Saves are acknowledged when they are durable and found by the next search; every verb but `close` throws
 * MEMORY_CLOSED after `close`, and verbs that write throw FRAMES_READ_ONLY in a read-only store. Ids are 16 hex characters;
 * any other text throws TypeError.
 */
export interface MemoryStore {
  readonly dir: string;
  /** What opening found: torn tails, damage, foreign files. */
  readonly recovery: RecoveryReport;
  /** Saves one memory. The same {namespace, type, content, metadata} again gives the id that is there. */
  save(content: Json, options?: SaveOptions): Promise<SaveResult>;
  saveMany(source: Iterable<MemoryInput> | AsyncIterable<MemoryInput>, options?: BulkOptions): Promise<BulkResult>;
  /** Counts as an access. */
  get(id: string): Promise<Memory | undefined>;
  /** Searches one namespace ("default" unless named; "*" for all). */
  search(query: SearchQuery, options?: SearchOptions): Promise<SearchResult>;
  /** One namespace by time ("default" unless named). */
  timeline(options?: TimelineOptions): AsyncIterable<Memory>;
  /** Every current memory of every namespace, in the order of saving, with bounded memory. */
  stream(filter?: MemoryFilter): AsyncIterable<Memory>;
  /** The turns around a memory in its session, itself included; by default two on each side. */
  context(
    id: string,
    turns?: { readonly before?: number | undefined; readonly after?: number | undefined },
  ): Promise<Memory[]>;
  /** Changes what the patch names; `undefined` when there is no such memory. */
  update(id: string, patch: MemoryPatch): Promise<Memory | undefined>;
  /** Whether there was such a memory. Its history stays in the log until compaction. */
  forget(id: string): Promise<boolean>;
  export(target: string | Writable, options?: ExportOptions): Promise<{ readonly exported: number }>;
  import(source: ImportSource, options?: ImportOptions): Promise<BulkResult>;
  stats(): StoreStats;
  /** Reads every byte on disk again and yields whatever is wrong. */
  verify(options?: { readonly signal?: AbortSignal | undefined }): AsyncIterable<Violation>;
  /** Waits for what is under way, writes access counts, lets the lock go. Idempotent. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const WRITE_ACCESSES_AT = 1000;

/** Puts the verbs around an open state. */
export function createStore(state: StoreState): MemoryStore {
  let closing: Promise<void> | undefined;

  function open(): StoreState {
    if (closing !== undefined)
      throw new MemoryError("MEMORY_CLOSED", "This store is closed. Open it again with openMemory().");
    if (state.accesses.unwritten >= WRITE_ACCESSES_AT) writeAccesses(state);
    return state;
  }

  async function closeStore(): Promise<void> {
    writeAccesses(state);
    await state.log.close();
  }

  const store: MemoryStore = {
    dir: state.dir,
    recovery: state.log.recovery,
    save: async (content, options) => saveMemory(open(), { ...options, content }),
    saveMany: async (source, options) => saveManyMemories(open(), source, options),
    get: async (id) => getMemory(open(), toFrameId(id)),
    search: async (query, options) => searchMemories(open(), query, options),
    timeline: (options) => timelineOf(open(), options),
    stream: (filter) => streamMemories(open(), filter),
    context: async (id, turns) => contextOf(open(), toFrameId(id), turns),
    update: async (id, patch) => updateMemory(open(), toFrameId(id), patch),
    forget: async (id) => forgetMemory(open(), toFrameId(id)),
    export: async (target, options) => exportMemories(open(), target, options),
    import: async (source, options) => importMemories(open(), source, options),
    stats: () => statsOf(open()),
    verify: (options) => open().log.verify(options),
    close: () => (closing ??= closeStore()),
    [Symbol.asyncDispose]: () => store.close(),
  };
  return store;
}

/** Access counts are worth no error: a store that can no longer write keeps answering. */
function writeAccesses(state: StoreState): void {
  const { readOnly, poisoned } = state.log.stats();
  if (readOnly || poisoned) return;
  const frame = state.accesses.takeFrame();
  if (frame !== undefined) state.log.append(frame);
}

function statsOf(state: StoreState): StoreStats {
  const { documents, types, namespaces, sessions, terms } = state.index.stats();
  return { memories: documents, types, namespaces, sessions, terms, log: state.log.stats() };
}

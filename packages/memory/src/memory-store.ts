/** The store as its users hold it: what each verb promises. The verbs live in files of their own; store.ts puts them together. */
import type { Writable } from "node:stream";
import type { BackupResult, CompactOptions, CompactResult, RecoveryReport } from "@vidmem/frames";
import type { Drift } from "@vidmem/significance";
import type { ForgetManyResult } from "./batch.ts";
import type { EmbedOptions, EmbedResult } from "./embed.ts";
import type { Erasure } from "./erase.ts";
import type {
  BulkResult,
  Hit,
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
import type { CleanupReport } from "./migration/clean-up.ts";
import type { MigrationOptions, MigrationReport } from "./migration/verify.ts";
import type { SessionFigures } from "./observe/figures.ts";
import type { Metrics } from "./observe/metrics.ts";
import type { StoreStatus } from "./observe/status.ts";
import type { BulkOptions } from "./save-many.ts";
import type { CatchUpOptions } from "./scoring/scoring.ts";
import type { SimilarCue } from "./similar/cue.ts";
import type { SimilarOptions } from "./similar/similar.ts";
import type { StoreCounts, StoreStats } from "./store-stats.ts";
import type { ExportOptions } from "./transfer/export.ts";
import type { ImportOptions, ImportSource } from "./transfer/import.ts";
import type { ConsolidateOptions, ConsolidateResult } from "./upkeep/consolidate.ts";
import type { DecayOptions, DecayResult } from "./upkeep/decay.ts";
import type { StoreRepair, StoreViolation } from "./verify.ts";

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
  /** The same answers one by one: each is read when it is asked for, so that whoever stops early pays for no more. */
  searchStream(query: SearchQuery, options?: SearchOptions): AsyncIterable<Hit>;
  /**
   * The memories most like a memory (by id), a text or a vector, best first; `score` is the cosine. Exact: every memory is compared
   * that has a comparable vector (its own, or the embedder's; without one, trigrams of its text). O(memories), streaming.
   */
  similar(cue: SimilarCue, options?: SimilarOptions): Promise<SearchResult>;
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
  forget(id: string, options?: { readonly erase?: false | undefined }): Promise<boolean>;
  /** Forgets a memory, or one that was forgotten before, and removes its contents from the disk; `undefined` when it never was there. */
  forget(id: string, options: { readonly erase: true }): Promise<Erasure | undefined>;
  /** `get` for many ids, in their order. */
  getMany(ids: Iterable<string>): Promise<(Memory | undefined)[]>;
  /** `forget` for many ids. */
  forgetMany(ids: Iterable<string>): Promise<ForgetManyResult>;
  /**
   * Lowers the importance of memories that nobody reads: after a day without access, × 0.99 for each day, + up to 0.1 for
   * accesses; solitons keep theirs. Call it on a schedule: how often does not change where it ends. O(memories), streaming.
   */
  decay(options?: DecayOptions): Promise<DecayResult>;
  /**
   * Makes working memories with importance > 0.7 and more than 5 accesses persistent, and forgets persistent ones with
   * importance < 0.1 that are older than 30 days; solitons stay. O(memories), streaming.
   */
  consolidate(options?: ConsolidateOptions): Promise<ConsolidateResult>;
  /** Gives every memory its significance that has none yet; otherwise the background does, soon after each save. */
  score(options?: CatchUpOptions): Promise<{ readonly scored: number }>;
  /**
   * Waits until every memory has its vector, or the embedder fails: for programs that save and end. Otherwise the background goes on
   * whenever the store is open. @throws TypeError when the store was opened without an embedder.
   */
  embed(options?: EmbedOptions): Promise<EmbedResult>;
  export(target: string | Writable, options?: ExportOptions): Promise<{ readonly exported: number }>;
  import(source: ImportSource, options?: ImportOptions): Promise<BulkResult>;
  /** Looks for every memory of a folder that was imported (vault-v2, memory-json), and compares them. Changes nothing. */
  verifyImport(folder: string, options?: MigrationOptions): Promise<MigrationReport>;
  /** Verifies, and then removes the files of that folder of which every memory is in this store; nothing when anything is missing. */
  cleanUpImport(folder: string, options?: MigrationOptions): Promise<CleanupReport>;
  /**
   * Whether the newest memories are unlike those before: a score, and what moved. Bounded at any size (at most 2,500 memories are read). The evidence
   * quotes memories.
   */
  drift(options?: { readonly signal?: AbortSignal | undefined }): Promise<Drift>;
  /** What is in the store, and what this session did. O(memories): for people and now and then; `status` and `metrics` are for programs. */
  stats(): StoreStats & SessionFigures;
  /** How the store is, and what somebody should look at. A few ms at any size. */
  status(): Promise<StoreStatus>;
  /** Figures as numbers under names of Prometheus series; the same cost at any size. */
  metrics(): Metrics;
  /**
   * Copies the store as it is now to a folder that is missing or empty; it opens like any store. Saves go on meanwhile. What is derived (the index) and
   * logs/ are left out. @throws FramesError FRAMES_TARGET_NOT_EMPTY, FRAMES_IO
   */
  backup(targetDir: string): Promise<BackupResult>;
  /** Drops superseded and forgotten versions that are older than the retention, and merges files. `asOf` no longer sees what is dropped. */
  compact(options?: CompactOptions): Promise<CompactResult>;
  /**
   * Makes damaged files whole with everything that can be read; the damaged ones are kept in lost+found/. Of the index they are taken away,
   * and made again at the next opening. Open the store again afterwards.
   */
  repair(): Promise<StoreRepair>;
  /**
   * Reads every byte of the log and of the index again and yields whatever is wrong. An index that is damaged is made again by the next
   * opening that may write, if this store may.
   */
  verify(options?: { readonly signal?: AbortSignal | undefined }): AsyncIterable<StoreViolation>;
  /**
   * Waits for what is under way, writes access counts, lets the lock go. Idempotent. Bulk saves, imports, exports and
   * listings are not waited for: they stop before their next memory with MEMORY_CLOSED, and what they saved stays.
   */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A store that nobody watches yet: observe/observed-store.ts adds the verbs that report. */
export type UnobservedStore = Omit<MemoryStore, "stats" | "status" | "metrics"> & {
  stats(): StoreStats;
  readonly counts: () => StoreCounts;
};

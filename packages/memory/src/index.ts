/** Front door of `@vidmem/memory`: one memory store, wired. */
export type { ForgetManyResult } from "./batch.ts";
export type { EmbedOptions, EmbedResult } from "./embed.ts";
export type { Erasure } from "./erase.ts";
export { MEMORY_ERROR_CODES, MemoryError } from "./errors.ts";
export type { MemoryErrorCode } from "./errors.ts";
export { MEMORY_TYPES } from "./memory.ts";
export type {
  BulkResult,
  Hit,
  Json,
  JsonObject,
  Memory,
  MemoryFilter,
  MemoryInput,
  MemoryPatch,
  MemoryType,
  Progress,
  SaveOptions,
  SaveResult,
  SearchOptions,
  SearchQuery,
  SearchResult,
  TimelineOptions,
  TimeLike,
} from "./memory.ts";
export type { LastDrift } from "./drift/drift-watch.ts";
export type { CleanupReport } from "./migration/clean-up.ts";
export type { MigrationOptions, MigrationReport } from "./migration/verify.ts";
export { openMemory } from "./open-memory.ts";
export type { OpenMemoryOptions } from "./options.ts";
export type { EventLogFigures } from "./observe/event-log.ts";
export type { LogEvent } from "./observe/event.ts";
export type { CacheFigures, QueueFigures, SessionFigures } from "./observe/figures.ts";
export { readEvents } from "./observe/event-reader.ts";
export type { ReadEventsOptions } from "./observe/event-reader.ts";
export type { OperationFigures } from "./observe/meter.ts";
export type { Metrics } from "./observe/metrics.ts";
export type { PreviousSession } from "./observe/session.ts";
export type { LastBackup, Snapshot } from "./observe/snapshot-file.ts";
export type { StoreStatus } from "./observe/status.ts";
export type { Warning, WarningCode } from "./observe/warnings.ts";
export { restoreMemory } from "./transfer/restore.ts";
export type { BulkOptions } from "./save-many.ts";
export type { SignificanceScores } from "./scoring/scores.ts";
export type { CatchUpOptions } from "./scoring/scoring.ts";
export type { SimilarCue } from "./similar/cue.ts";
export type { SimilarOptions } from "./similar/similar.ts";
export { isStoreFileDamage, setStoreFileAside } from "./store-file.ts";
export type { MemoryStore } from "./memory-store.ts";
export type { StoreStats } from "./store-stats.ts";
export type { ExportFormat, ExportOptions } from "./transfer/export.ts";
export type { ImportFormat, ImportOptions, ImportSource } from "./transfer/import.ts";
export type { ConsolidateOptions, ConsolidateResult, ConsolidationChange } from "./upkeep/consolidate.ts";
export type { DecayChange, DecayOptions, DecayResult } from "./upkeep/decay.ts";
export type { UpkeepOptions, WalkResult } from "./upkeep/walk.ts";
export type { IndexViolation, StoreRepair, StoreViolation } from "./verify.ts";

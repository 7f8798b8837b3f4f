/** Front door of `@vidmem/memory`: one memory store, wired. */
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
export { openMemory } from "./open-memory.ts";
export type { OpenMemoryOptions } from "./options.ts";
export type { BulkOptions } from "./save.ts";
export type { MemoryStore, StoreStats } from "./store.ts";
export type { ExportFormat, ExportOptions } from "./transfer/export.ts";
export type { ImportFormat, ImportOptions, ImportSource } from "./transfer/import.ts";

/** Front door of `@vidmem/frames`: how does a memory become bytes that survive? */
export { FRAMES_ERROR_CODES, FramesError, VidmemError, isVidmemError } from "./errors.ts";
export type { ErrorDetails, FramesErrorCode, VidmemErrorOptions } from "./errors.ts";
export { FRAME_KINDS, isFrameKind } from "./frame.ts";
export type { Appended, FrameInput, FrameKind, FrameMetadata, StoredFrame } from "./frame.ts";
export { createFrameIdGenerator, isFrameId, toFrameId } from "./frame-id.ts";
export type { FrameId, FrameIdGenerator } from "./frame-id.ts";
export type { Durability, OpenFrameLogOptions } from "./options.ts";
export { MAX_ENTRY_BYTES } from "./entry/format.ts";
export type { EntryFault } from "./entry/inspector.ts";
export { encodeEntry } from "./entry/writer.ts";
export type { EntryInput } from "./entry/writer.ts";
export { decodeEntry, readEntries } from "./entry/reader.ts";
export type { DecodedEntry, EntryOrDamage } from "./entry/reader.ts";
export type {
  Disk,
  DiskEntry,
  DiskEntryType,
  DiskFile,
  DiskLock,
  DiskOpenMode,
  DiskOpenOptions,
  DiskStat,
} from "./disk/disk.ts";
export { nodeDisk } from "./disk/node-disk.ts";
export { memoryDisk } from "./disk/memory-disk.ts";
export { openFrameLog } from "./store/open.ts";
export type {
  BackgroundControl,
  DamagedPlace,
  ForeignFile,
  FrameLog,
  FrameLogStats,
  RecoveryReport,
  ScanOptions,
  TornTail,
  VerifyOptions,
  Violation,
  ViolationKind,
} from "./store/frame-log.ts";
export type { AppendManyOptions, AppendManyResult } from "./store/append-many.ts";
export type {
  BackupOptions,
  BackupResult,
  CompactOptions,
  CompactResult,
  EraseResult,
  FrameUpkeep,
  RepairedSegment,
  RepairResult,
} from "./store/frame-upkeep.ts";
export { restoreFrames } from "./upkeep/open-restore.ts";
export type { RestoreFramesOptions } from "./upkeep/restore.ts";

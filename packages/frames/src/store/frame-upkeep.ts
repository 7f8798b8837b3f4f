/**
 * Frame upkeep: the verbs that look after the files of a store which is open for writing, as its users see them.
 * Rules: docs/format/store.md, "Upkeep". Invariant: a crash at any moment leaves a whole store, with the work done or not done.
 */
import type { FrameId } from "../frame-id.ts";

/** What an erasure did. */
export interface EraseResult {
  /** Frames whose contents are gone now; 0 when the id is unknown or was erased before. */
  readonly frames: number;
  /** Files beside the history (copies in lost+found/, leftovers) that held the id or parts of its contents, and were removed. */
  readonly removedFiles: readonly string[];
}

/** What a compaction may drop. */
export interface CompactOptions {
  /** Changes behaviour: ms for which superseded and forgotten frames stay, from 0. Default 30 days. */
  readonly retentionMs?: number | undefined;
  /** Changes cost: a segment is rewritten when at least this share of its frames goes, 0 to 1. Smaller writes more. Default 0.1. */
  readonly leastDroppedShare01?: number | undefined;
  /** Stops between two segments: what was done stays, and the store is whole. */
  readonly signal?: AbortSignal | undefined;
}

/** What a compaction did. */
export interface CompactResult {
  readonly droppedFrames: number;
  /** Bytes by which the sealed files became smaller. */
  readonly reclaimedBytes: number;
  /** Segments that became part of a larger one. */
  readonly mergedSegments: number;
}

/** One damaged segment, and what became of it. */
export interface RepairedSegment {
  /** Path below the store's folder. */
  readonly file: string;
  /** Path of the damaged file in lost+found/; undefined when there was no file. */
  readonly keptAs: string | undefined;
  readonly framesKept: number;
  /** Frames that cannot be read; at most, when not even their number can be read. */
  readonly framesLost: number;
}

/** What a repair did. It is told once: afterwards the lost places in history are empty, and `verify` is clean. */
export interface RepairResult {
  readonly repaired: readonly RepairedSegment[];
  readonly framesKept: number;
  readonly framesLost: number;
}

/** How to back up. */
export interface BackupOptions {
  /** Names of files in the store's folder, beside `shards/`, that come along when they are there. Default none. */
  readonly companions?: readonly string[] | undefined;
}

/** What a backup or a restoration copied. */
export interface BackupResult {
  readonly segments: number;
  /** Bytes of all files. */
  readonly bytes: number;
  /** Segments that share their file with the store. */
  readonly linked: number;
}

/** Looking after the files of a store that is open for writing. Appends and reads go on meanwhile; the verbs wait for each other. */
export interface FrameUpkeep {
  /**
   * Takes the contents of all frames with an id that were appended so far out of the store, for ever: each leaves a tombstone with its
   * seq and timestamp, without content, metadata and fingerprint. Scans under way and processes that read the store keep their open files until
   * they refresh; backups keep what they have.
   * @throws FRAMES_CORRUPT when a segment with such a frame is damaged: repair, then erase again; FRAMES_POISONED, FRAMES_IO.
   */
  erase(id: FrameId): Promise<EraseResult>;
  /**
   * Drops frames that a newer memory, update or tombstone of their id superseded before the retention, tombstones that old
   * of which nothing older is left, and merges small segments. Touches and checkpoints stay. Seqs never change.
   * @throws FRAMES_CORRUPT when a segment is damaged: repair first; FRAMES_POISONED, FRAMES_IO, the signal's reason.
   */
  compact(options?: CompactOptions): Promise<CompactResult>;
  /**
   * Makes damaged segments whole with every frame that can be read; the damaged files are kept in lost+found/. Afterwards `verify`
   * reports nothing but foreign files. @throws FRAMES_POISONED, FRAMES_IO.
   */
  repair(): Promise<RepairResult>;
  /**
   * Makes a copy of the store as of now, which opens like any store, in a folder that is missing or empty. It gathers in
   * `<targetDir>.partial` and gets its name when it is whole and durable. Sealed files are linked where possible.
   * @throws FRAMES_TARGET_NOT_EMPTY, FRAMES_POISONED, FRAMES_IO.
   */
  backup(targetDir: string, options?: BackupOptions): Promise<BackupResult>;
}

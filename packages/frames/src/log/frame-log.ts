/**
 * The frame log as its users see it: append, read, scan, verify. Rules: docs/format/store.md.
 * Invariants: seq counts from 1 without gaps in file order; what `durable` acknowledged is there after any crash.
 */
import type { EntryFault } from "../entry/inspector.ts";
import type { Appended, FrameInput, StoredFrame } from "../frame.ts";
import type { FrameId } from "../frame-id.ts";
import type { Durability } from "../options.ts";

/** A half-written end of the last segment, found at open. */
export interface TornTail {
  /** Path below the store's folder, with `/`. */
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** Path below the store's folder of the copy of the cut bytes; undefined in a read-only log, which cuts nothing. */
  readonly keptAs: string | undefined;
}

/** A range of bytes in a segment which is no valid entry; it is kept and skipped. */
export interface DamagedPlace {
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly reason: EntryFault;
}

/** Something in `shards/` which is not ours; it is left alone. */
export interface ForeignFile {
  readonly file: string;
  readonly reason: "wrong-name" | "not-a-file" | "not-a-directory" | "empty" | "no-entries" | "too-large";
}

/** What opening found and did. Lists are capped at 1,000 places each; the counts are exact. */
export interface RecoveryReport {
  readonly frames: number;
  readonly segments: number;
  /** True when nothing was torn, damaged or foreign. */
  readonly clean: boolean;
  readonly torn: TornTail | undefined;
  readonly damaged: readonly DamagedPlace[];
  readonly damagedCount: number;
  readonly foreign: readonly ForeignFile[];
  readonly foreignCount: number;
}

/** What `verify` can find wrong. */
export type ViolationKind =
  | "damaged-entry"
  | "unknown-version"
  | "invalid-entry"
  | "torn-tail"
  | "lost-entry"
  | "missing-segment"
  | "foreign-file";

/** One thing wrong on disk. */
export interface Violation {
  readonly file: string;
  readonly offset: number;
  readonly kind: ViolationKind;
  readonly message: string;
}

/** Figures of a log at this moment. */
export interface FrameLogStats {
  /** Frames that can be read. */
  readonly frames: number;
  readonly segments: number;
  /** Bytes of all segments, committed. */
  readonly sizeBytes: number;
  readonly queuedFrames: number;
  readonly queuedBytes: number;
  /** Group commits since open. */
  readonly commits: number;
  /** fdatasync and fsync calls on segments since open. */
  readonly syncs: number;
  readonly durability: Durability;
  readonly readOnly: boolean;
  readonly poisoned: boolean;
}

/** Which frames a scan visits. */
export interface ScanOptions {
  /** First seq, included. Default 1. */
  readonly fromSeq?: number | undefined;
  /** Last seq, included; 0 visits nothing. Default: the newest committed frame when the scan starts. */
  readonly toSeq?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a verification can be stopped. */
export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
}

/** An append-only log of frames in one folder. One writer at a time, any number of readers. */
export interface FrameLog {
  readonly recovery: RecoveryReport;
  /**
   * Takes a frame into the commit queue: validates, mints the id, fixes the seq and copies the bytes before it returns.
   * `durable` never raises an unhandled rejection when it is ignored.
   * @throws TypeError or RangeError on misuse; FRAMES_TOO_LARGE, FRAMES_BUSY (await `ready()`), FRAMES_POISONED,
   * FRAMES_READ_ONLY, FRAMES_CLOSED.
   */
  append(frame: FrameInput): Appended;
  /** Resolves when the queue holds fewer than `maxQueuedBytes`: bulk writers await it before each append. */
  ready(): Promise<void>;
  /** Reads the newest frame with an id; waits for its commit when it is still queued. @throws FRAMES_CORRUPT, FRAMES_IO. */
  read(id: FrameId): Promise<StoredFrame | undefined>;
  /** Reads the frame at a place in history; waits for its commit when it is still queued. @throws as `read`. */
  readAt(seq: number): Promise<StoredFrame | undefined>;
  /**
   * Streams frames in order of seq with bounded memory, over what is committed when the first frame is asked for.
   * @throws FRAMES_CORRUPT with `details.seq` when a frame rotted after open: go on with `fromSeq: seq + 1`.
   */
  scan(options?: ScanOptions): AsyncIterable<StoredFrame>;
  /** Makes everything appended so far durable, whatever the durability. @throws FRAMES_POISONED. */
  flush(): Promise<void>;
  /** Reads every byte on disk again and reports each thing wrong; repairs nothing. */
  verify(options?: VerifyOptions): AsyncIterable<Violation>;
  stats(): FrameLogStats;
  /** Commits what is queued, makes it durable, releases the lock. Idempotent. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

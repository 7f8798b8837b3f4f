/**
 * The frame log as its users see it: append, read, scan, look after. Rules: docs/format/store.md.
 * Invariants: seq counts from 1; what `durable` acknowledged is there after any crash; sealing, merging and compaction never
 * change what is read, only where it lies.
 */
import type { Appended, FrameInput, StoredFrame } from "../frame.ts";
import type { FrameId } from "../frame-id.ts";
import type { Durability } from "../options.ts";
import type { AppendManyOptions, AppendManyResult } from "./append-many.ts";
import type { FrameUpkeep } from "./frame-upkeep.ts";
import type { ForeignFile } from "./listing.ts";

export type { ForeignFile } from "./listing.ts";

/** A half-written end of the newest rows, found at open. */
export interface TornTail {
  /** Path below the store's folder, with `/`. */
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** Path below the store's folder of the copy of the cut bytes; undefined in a read-only log, which cuts nothing. */
  readonly keptAs: string | undefined;
}

/** A range of bytes in a segment which is no valid frame; it is kept and skipped. */
export interface DamagedPlace {
  readonly file: string;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly reason: string;
}

/** What opening found and did, in what it read: sealed segments are checked when they are used, and by `verify`. */
export interface RecoveryReport {
  /** Places in history that were there. */
  readonly frames: number;
  readonly segments: number;
  /** True when nothing was torn, damaged or foreign. */
  readonly clean: boolean;
  readonly torn: TornTail | undefined;
  /** At most 1,000 of them; the count is exact. */
  readonly damaged: readonly DamagedPlace[];
  readonly damagedCount: number;
  readonly foreign: readonly ForeignFile[];
  readonly foreignCount: number;
}

/** What `verify` can find wrong. */
export type ViolationKind =
  | "damaged-frame"
  | "unreadable-frame"
  | "torn-tail"
  | "missing-frames"
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
  /** Places in history, committed: frames that compaction dropped are counted. */
  readonly frames: number;
  readonly segments: number;
  /** Segments that are not sealed yet. */
  readonly rowSegments: number;
  /** Bytes of all segments, committed. */
  readonly sizeBytes: number;
  readonly queuedFrames: number;
  readonly queuedBytes: number;
  /** Group commits since open. */
  readonly commits: number;
  /** Syncs of segments since open; a write-through write counts as one. */
  readonly syncs: number;
  /** Frames stored as deltas since open, and the bytes that this saved. */
  readonly deltas: number;
  readonly deltaSavedBytes: number;
  /** Content bytes appended since open. */
  readonly contentBytes: number;
  readonly cache: {
    readonly frameHits: number;
    readonly frameMisses: number;
    readonly chunkHits: number;
    readonly chunkMisses: number;
  };
  readonly durability: Durability;
  readonly readOnly: boolean;
  readonly poisoned: boolean;
  /** The last error of background work, if any: the log goes on without it, and the next open tries again. */
  readonly backgroundError: Error | undefined;
}

/** Which frames a scan visits. */
export interface ScanOptions {
  /** First seq, included. Default 1. */
  readonly fromSeq?: number | undefined;
  /** Last seq, included. Default: the newest committed frame when the scan starts. */
  readonly toSeq?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a long operation can be stopped. */
export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The one background worker, which seals and merges. */
export interface BackgroundControl {
  /** Resolves when there is nothing to do (or it is paused and nothing runs). */
  idle(): Promise<void>;
  pause(): void;
  resume(): void;
}

/** An append-only log of frames in one folder. One writer at a time, any number of readers. */
export interface FrameLog extends FrameUpkeep {
  readonly recovery: RecoveryReport;
  readonly background: BackgroundControl;
  /**
   * Takes a frame into the commit queue: validates, mints the id, fixes the seq and copies the bytes before it returns.
   * `durable` never raises an unhandled rejection when it is ignored.
   * @throws TypeError or RangeError on misuse; FRAMES_TOO_LARGE, FRAMES_BUSY (await `ready()`), FRAMES_POISONED,
   * FRAMES_READ_ONLY, FRAMES_CLOSED.
   */
  append(frame: FrameInput): Appended;
  /**
   * Appends frames from a source, each before it asks for the next, and waits when the queue is full: the way to load much. A source
   * may look up what was appended before, as with `withFingerprint`, and leave out what is there.
   * @returns when all are as safe as the log's durability promises.
   * @throws as `append`, but never FRAMES_BUSY; the signal's reason; what the source throws. What was appended before is kept.
   */
  appendMany(
    frames: Iterable<FrameInput> | AsyncIterable<FrameInput>,
    options?: AppendManyOptions,
  ): Promise<AppendManyResult>;
  /** Resolves when the queue holds fewer than `maxQueuedBytes`: who appends much by himself awaits it before each append. */
  ready(): Promise<void>;
  /** Reads the newest frame with an id; waits for its commit when it is still queued. @throws FRAMES_CORRUPT, FRAMES_IO. */
  read(id: FrameId): Promise<StoredFrame | undefined>;
  /** Reads the frame at a place in history; waits for its commit when it is still queued. @throws as `read`. */
  readAt(seq: number): Promise<StoredFrame | undefined>;
  /**
   * Reads the frames at several places, one in each place of the answer; frames of one chunk are read together.
   * @throws as `read`, when any of them is damaged: read them one by one to get at the others.
   */
  readManyAt(seqs: readonly number[]): Promise<(StoredFrame | undefined)[]>;
  /** The seq of the newest frame with an id, queued frames included. */
  locate(id: FrameId): number | undefined;
  /** The seqs of all frames with an id, newest first, queued frames included. */
  withId(id: FrameId): Iterable<number>;
  /** The seqs of the frames with a fingerprint, newest first, queued frames included. */
  withFingerprint(fingerprint: Uint8Array): Iterable<number>;
  /**
   * Streams frames in order of seq with bounded memory, over what is committed when the first frame is asked for.
   * Contents are views that stay valid but share memory: copy what is kept for long. Fields are decoded when they are asked for, by
   * accessors: name what you take, because spreading or cloning such a frame copies nothing. Metadata that another writer made
   * unreadable throws when it is asked for.
   * @throws FRAMES_CORRUPT with `details.seq` when a frame rotted after open: go on with `fromSeq: seq + 1`.
   */
  scan(options?: ScanOptions): AsyncIterable<StoredFrame>;
  /** `scan` in batches of up to a few hundred frames, for readers who want each microsecond. */
  scanBatches(options?: ScanOptions): AsyncIterable<readonly StoredFrame[]>;
  /** Makes everything appended so far durable, whatever the durability. @throws FRAMES_POISONED. */
  flush(): Promise<void>;
  /** Read-only logs: sees what was committed since. A log that is open for writing is always up to date. */
  refresh(): Promise<void>;
  /** Reads every byte on disk again and reports each thing wrong; repairs nothing. */
  verify(options?: VerifyOptions): AsyncIterable<Violation>;
  stats(): FrameLogStats;
  /** Commits what is queued, makes it durable, ends background work, releases the lock. Idempotent. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

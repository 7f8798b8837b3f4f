/**
 * Live log: an open frame log, wired from its parts by open.ts.
 * Invariant: after close every verb fails with FRAMES_CLOSED, and the lock is free.
 */
import type { DiskLock } from "../disk/disk.ts";
import { prepareEntry } from "../entry/writer.ts";
import { FramesError } from "../errors.ts";
import type { Appended, FrameInput, StoredFrame } from "../frame.ts";
import { createFrameIdGenerator, toFrameId } from "../frame-id.ts";
import type { FrameId, FrameIdGenerator } from "../frame-id.ts";
import { assertKnownKeys } from "../options.ts";
import type { ResolvedOptions } from "../options.ts";
import type { Committer } from "./committer.ts";
import { closedError } from "./file-pool.ts";
import type { FilePool } from "./file-pool.ts";
import type { FrameLog, FrameLogStats, RecoveryReport, ScanOptions, VerifyOptions, Violation } from "./frame-log.ts";
import type { History } from "./history.ts";
import type { Location } from "./locations.ts";
import type { Placement } from "./placement.ts";
import { readPlace, scanFrames } from "./scanner.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import { verifyShards } from "./verify.ts";

/** The parts that only a log open for writing has. */
export interface WritingParts {
  readonly committer: Committer;
  readonly placement: Placement;
  readonly writer: SegmentWriter;
  readonly lock: DiskLock;
}

/** The parts of an open log. */
export interface LiveLogParts {
  readonly options: ResolvedOptions;
  readonly recovery: RecoveryReport;
  readonly history: History;
  readonly pool: FilePool;
  readonly writing: WritingParts | undefined;
}

const FRAME_KEYS: ReadonlySet<string> = new Set(["id", "kind", "timestamp", "content", "metadata"]);
const SCAN_KEYS: ReadonlySet<string> = new Set(["fromSeq", "toSeq", "signal"]);
const VERIFY_KEYS: ReadonlySet<string> = new Set(["signal"]);

/** An open log. */
export class LiveFrameLog implements FrameLog {
  readonly recovery: RecoveryReport;
  readonly #parts: LiveLogParts;
  readonly #mintId: FrameIdGenerator;
  #closing: Promise<void> | undefined;

  constructor(parts: LiveLogParts) {
    this.#parts = parts;
    this.recovery = parts.recovery;
    this.#mintId = createFrameIdGenerator(parts.options.randomBytes);
  }

  append(frame: FrameInput): Appended {
    const { committer } = this.#writing();
    assertKnownKeys("append", frame, FRAME_KEYS);
    const now = Math.floor(this.#parts.options.clock());
    if (!Number.isFinite(now)) throw new TypeError("clock must return milliseconds");
    const { kind, content, metadata, timestamp = now } = frame;
    const prepared = prepareEntry({ id: frame.id, kind, timestamp, content, metadata }, this.#mintId);
    return { id: prepared.id, ...committer.append(prepared, now) };
  }

  async ready(): Promise<void> {
    this.#assertOpen();
    await this.#parts.writing?.committer.ready();
  }

  async read(id: FrameId): Promise<StoredFrame | undefined> {
    toFrameId(id);
    return this.#readSettled(id, () => this.#parts.history.locations.find(id));
  }

  async readAt(seq: number): Promise<StoredFrame | undefined> {
    assertSeq("seq", seq);
    return this.#readSettled(seq, () => this.#parts.history.locations.at(seq));
  }

  scan(options: ScanOptions = {}): AsyncIterable<StoredFrame> {
    assertKnownKeys("scan", options, SCAN_KEYS);
    const { fromSeq = 1, toSeq = Number.MAX_SAFE_INTEGER, signal } = options;
    assertSeq("fromSeq", fromSeq);
    if (toSeq !== 0) assertSeq("toSeq", toSeq);
    return this.#scan(fromSeq, toSeq, signal);
  }

  async flush(): Promise<void> {
    this.#assertOpen();
    await this.#parts.writing?.committer.flush();
  }

  verify(options: VerifyOptions = {}): AsyncIterable<Violation> {
    assertKnownKeys("verify", options, VERIFY_KEYS);
    return this.#verify(options.signal);
  }

  stats(): FrameLogStats {
    const { history, options, writing } = this.#parts;
    const frames = history.locations.count;
    return {
      frames,
      segments: history.segments.length,
      sizeBytes: history.segments.reduce((sum, segment) => sum + segment.sizeBytes, 0),
      queuedFrames: writing === undefined || writing.committer.poisoned ? 0 : writing.committer.lastSeq - frames,
      queuedBytes: writing?.committer.queuedBytes ?? 0,
      commits: writing?.committer.commits ?? 0,
      syncs: writing?.writer.syncs ?? 0,
      durability: options.durability,
      readOnly: options.readOnly,
      poisoned: writing?.committer.poisoned ?? false,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #readSettled(wanted: FrameId | number, find: () => Location | undefined): Promise<StoredFrame | undefined> {
    this.#assertOpen();
    await this.#parts.writing?.committer.settle(wanted);
    const location = find();
    return location === undefined ? undefined : readPlace(this.#parts.pool, this.#parts.history.place(location));
  }

  async *#scan(fromSeq: number, toSeq: number, signal?: AbortSignal): AsyncGenerator<StoredFrame, void, undefined> {
    this.#assertOpen();
    const { history } = this.#parts;
    yield* scanFrames(this.#parts, { fromSeq, toSeq: Math.min(toSeq, history.locations.count), signal });
  }

  async *#verify(signal?: AbortSignal): AsyncGenerator<Violation, void, undefined> {
    this.#assertOpen();
    const { history, options, recovery, writing } = this.#parts;
    const hasBegun = (file: string): boolean => writing?.placement.hasBegun(file) ?? false;
    const tornFile = options.readOnly ? recovery.torn?.file : undefined;
    yield* verifyShards({ disk: options.disk, dir: options.dir, history, hasBegun, tornFile, signal });
  }

  async #close(): Promise<void> {
    const { pool, writing } = this.#parts;
    try {
      await writing?.committer.close();
    } finally {
      await pool.close();
      await writing?.lock.release();
    }
  }

  #writing(): WritingParts {
    this.#assertOpen();
    const { writing, options } = this.#parts;
    if (writing !== undefined) return writing;
    throw new FramesError(
      "FRAMES_READ_ONLY",
      `The store was opened with readOnly: true (${options.dir}). Open it without.`,
      {
        details: { path: options.dir },
      },
    );
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw closedError(this.#parts.options.dir);
  }
}

function assertSeq(name: string, seq: number): void {
  if (!Number.isSafeInteger(seq)) throw new TypeError(`${name} must be an integer`);
  if (seq < 1) throw new RangeError(`${name} must be at least 1`);
}

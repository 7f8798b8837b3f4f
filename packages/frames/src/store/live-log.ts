/**
 * Live log: an open frame log, wired from its parts by open.ts.
 * Invariants: after close every verb fails with FRAMES_CLOSED, and the lock is free; nothing uncommitted is ever shown.
 */
import { FramesError } from "../errors.ts";
import type { Appended, FrameInput, StoredFrame } from "../frame.ts";
import { createFrameIdGenerator, toFrameId, type FrameId } from "../frame-id.ts";
import { assertKnownKeys, type ResolvedOptions } from "../options.ts";
import { appendMany, type AppendManyOptions, type AppendManyResult, type BulkDoor } from "./append-many.ts";
import type {
  BackgroundControl,
  FrameLog,
  FrameLogStats,
  RecoveryReport,
  ScanOptions,
  VerifyOptions,
  Violation,
} from "./frame-log.ts";
import type {
  BackupOptions,
  BackupResult,
  CompactOptions,
  CompactResult,
  EraseResult,
  RepairResult,
} from "./frame-upkeep.ts";
import { createLookup, type Lookup } from "./lookup.ts";
import type { ReadingParts, WritingParts } from "./parts.ts";
import { assertFingerprint, createFramePreparer, type FramePreparer } from "./prepare.ts";
import { scanHistory } from "./scan.ts";
import { verifyStore } from "./verify.ts";

const SCAN_KEYS: ReadonlySet<string> = new Set(["fromSeq", "toSeq", "signal"]);
const VERIFY_KEYS: ReadonlySet<string> = new Set(["signal"]);

/** The parts of an open log. */
export interface LiveLogParts {
  readonly options: ResolvedOptions;
  readonly recovery: RecoveryReport;
  readonly reading: ReadingParts;
  readonly writing: WritingParts | undefined;
  /** Reads the store anew; only in read-only logs. */
  readonly reopen: () => Promise<ReadingParts>;
}

/** An open log. */
export class LiveFrameLog implements FrameLog {
  readonly recovery: RecoveryReport;
  readonly background: BackgroundControl;
  readonly #parts: LiveLogParts;
  readonly #prepare: FramePreparer;
  #reading: ReadingParts;
  #lookup: Lookup;
  #closing: Promise<void> | undefined;
  #refreshing: Promise<void> = Promise.resolve();
  #contentBytes = 0;

  constructor(parts: LiveLogParts) {
    this.#parts = parts;
    this.#reading = parts.reading;
    this.#lookup = createLookup(parts.reading.history, parts.writing?.committer);
    this.recovery = parts.recovery;
    this.#prepare = createFramePreparer(createFrameIdGenerator(parts.options.randomBytes));
    const worker = parts.writing?.background;
    this.background = {
      idle: async () => worker?.idle(),
      pause: () => worker?.pause(),
      resume: () => worker?.resume(),
    };
  }

  append(frame: FrameInput): Appended {
    const { committer, deltas } = this.#writing();
    const now = Math.floor(this.#parts.options.clock());
    if (!Number.isFinite(now)) throw new TypeError("clock must return milliseconds");
    const prepared = this.#prepare(frame, now);
    const { id, content } = prepared;
    const { family } = frame;
    const makeDelta = family === undefined ? undefined : deltas.makerFor(family);
    const durable = committer.append(prepared, now, makeDelta);
    if (family !== undefined) deltas.remember(family, prepared.seq, content);
    if (frame.id !== undefined) this.#lookup.forget(frame.id);
    this.#contentBytes += content.length;
    return { id: id as FrameId, seq: prepared.seq, durable };
  }

  async appendMany(
    frames: Iterable<FrameInput> | AsyncIterable<FrameInput>,
    options?: AppendManyOptions,
  ): Promise<AppendManyResult> {
    const { committer } = this.#writing();
    const door: BulkDoor = {
      append: (frame) => this.append(frame),
      room: () => committer.room(),
      drained: () => committer.settle(committer.lastSeq),
    };
    return appendMany(door, frames, options);
  }

  async ready(): Promise<void> {
    this.#assertOpen();
    await this.#parts.writing?.committer.ready();
  }

  async read(id: FrameId): Promise<StoredFrame | undefined> {
    this.#assertOpen();
    const seq = this.#lookup.newest(toFrameId(id));
    if (seq === undefined) return undefined;
    if (await this.#isSettled(seq)) return this.#reading.frames.at(seq);
    // Its commit failed: what was there before is still the newest.
    const before = this.#lookup.newest(id);
    return before === undefined ? undefined : this.#reading.frames.at(before);
  }

  async readAt(seq: number): Promise<StoredFrame | undefined> {
    assertSeq("seq", seq);
    this.#assertOpen();
    return (await this.#isSettled(seq)) ? this.#reading.frames.at(seq) : undefined;
  }

  async readManyAt(seqs: readonly number[]): Promise<(StoredFrame | undefined)[]> {
    for (const seq of seqs) assertSeq("seqs", seq);
    this.#assertOpen();
    const { lastSeq } = this.#reading.history;
    const newest = seqs.reduce((most, seq) => (seq > most && seq <= lastSeq ? seq : most), 0);
    if (newest > this.#lookup.committedSeq) await this.#isSettled(newest);
    return this.#reading.frames.atMany(seqs, this.#lookup.committedSeq);
  }

  locate(id: FrameId): number | undefined {
    this.#assertOpen();
    return this.#lookup.newest(toFrameId(id));
  }

  withId(id: FrameId): Iterable<number> {
    this.#assertOpen();
    return this.#lookup.withId(toFrameId(id));
  }

  withFingerprint(fingerprint: Uint8Array): Iterable<number> {
    this.#assertOpen();
    assertFingerprint(fingerprint);
    return this.#lookup.withFingerprint(fingerprint);
  }

  scan(options: ScanOptions = {}): AsyncIterable<StoredFrame> {
    return flatten(this.scanBatches(options));
  }

  scanBatches(options: ScanOptions = {}): AsyncIterable<readonly StoredFrame[]> {
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

  async erase(id: FrameId): Promise<EraseResult> {
    return this.#writing().upkeep.erase(id);
  }

  async compact(options?: CompactOptions): Promise<CompactResult> {
    const result = await this.#writing().upkeep.compact(options);
    this.#lookup.clear();
    return result;
  }

  async repair(): Promise<RepairResult> {
    const result = await this.#writing().upkeep.repair();
    this.#lookup.clear();
    return result;
  }

  async backup(targetDir: string, options?: BackupOptions): Promise<BackupResult> {
    return this.#writing().upkeep.backup(targetDir, options);
  }

  async refresh(): Promise<void> {
    this.#assertOpen();
    if (this.#parts.writing !== undefined) return;
    this.#refreshing = this.#refreshing.catch(() => undefined).then(() => this.#reopen());
    await this.#refreshing;
  }

  verify(options: VerifyOptions = {}): AsyncIterable<Violation> {
    assertKnownKeys("verify", options, VERIFY_KEYS);
    return this.#verify(options.signal);
  }

  stats(): FrameLogStats {
    const { options, writing } = this.#parts;
    const { history, frames, chunks } = this.#reading;
    const { segments } = history;
    const committer = writing?.committer;
    return {
      frames: this.#lookup.committedSeq,
      segments: segments.length,
      rowSegments: segments.filter((segment) => !("sealed" in segment)).length,
      sizeBytes: segments.reduce((sum, segment) => sum + segment.sizeBytes, 0) - (committer?.uncommittedBytes ?? 0),
      queuedFrames: committer === undefined || committer.poisoned ? 0 : committer.lastSeq - committer.committedSeq,
      queuedBytes: committer?.queuedBytes ?? 0,
      commits: committer?.commits ?? 0,
      syncs: writing?.writer.syncs ?? 0,
      deltas: writing?.deltas.count ?? 0,
      deltaSavedBytes: writing?.deltas.savedBytes ?? 0,
      contentBytes: this.#contentBytes,
      cache: { frameHits: frames.hits, frameMisses: frames.misses, chunkHits: chunks.hits, chunkMisses: chunks.misses },
      durability: options.durability,
      readOnly: options.readOnly,
      poisoned: committer?.poisoned ?? false,
      backgroundError: writing?.lastError(),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #isSettled(seq: number): Promise<boolean> {
    const isCommitted = await this.#lookup.settle(seq);
    this.#assertOpen();
    return isCommitted;
  }

  async #reopen(): Promise<void> {
    this.#assertOpen();
    const reading = await this.#parts.reopen();
    const [unused, kept] = this.#closing === undefined ? [this.#reading, reading] : [reading, this.#reading];
    this.#reading = kept;
    this.#lookup = createLookup(kept.history, undefined);
    unused.history.close();
    this.#assertOpen();
  }

  async *#scan(fromSeq: number, toSeq: number, signal?: AbortSignal): AsyncGenerator<StoredFrame[], void, undefined> {
    this.#assertOpen();
    const range = { fromSeq, toSeq: Math.min(toSeq, this.#lookup.committedSeq), signal };
    for await (const batch of scanHistory(this.#reading, range)) {
      yield batch;
      this.#assertOpen();
    }
  }

  async *#verify(signal?: AbortSignal): AsyncGenerator<Violation, void, undefined> {
    this.#assertOpen();
    const { disk, dir } = this.#parts.options;
    const { history } = this.#reading;
    yield* verifyStore({
      disk,
      dir,
      history,
      recovery: this.recovery,
      committedSeq: this.#lookup.committedSeq,
      signal,
    });
  }

  async #close(): Promise<void> {
    const { writing } = this.#parts;
    try {
      await writing?.close();
      await this.#refreshing.catch(() => undefined);
    } finally {
      this.#reading.history.close();
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
    if (this.#closing === undefined) return;
    const { dir } = this.#parts.options;
    throw new FramesError("FRAMES_CLOSED", `The store is closed (${dir}). Open it again.`, { details: { path: dir } });
  }
}

async function* flatten<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T, void, undefined> {
  for await (const batch of batches) yield* batch;
}

function assertSeq(name: string, seq: number): void {
  if (!Number.isSafeInteger(seq)) throw new TypeError(`${name} must be an integer`);
  if (seq < 1) throw new RangeError(`${name} must be at least 1`);
}

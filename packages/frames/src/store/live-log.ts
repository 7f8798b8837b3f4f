/**
 * Live log: an open frame log, wired from its parts by open.ts.
 * Invariants: after close every verb fails with FRAMES_CLOSED, and the lock is free; nothing uncommitted is ever shown.
 */
import { FramesError } from "../errors.ts";
import type { Appended, FrameInput, StoredFrame } from "../frame.ts";
import { toFrameId, type FrameId } from "../frame-id.ts";
import { assertKnownKeys, type ResolvedOptions } from "../options.ts";
import type { AppendManyOptions, AppendManyResult } from "./append-many.ts";
import { Appender } from "./appender.ts";
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
import { assertSeq, LiveReader } from "./live-reader.ts";
import { createOpenState, type OpenState } from "./open-state.ts";
import type { ReadingParts, WritingParts } from "./parts.ts";
import { assertFingerprint } from "./prepare.ts";
import { toStats } from "./stats.ts";

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
  readonly #state: OpenState;
  readonly #reader: LiveReader;
  /** Only in a log that is open for writing. */
  readonly #appender: Appender | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: LiveLogParts) {
    const { options, reading, writing, reopen } = parts;
    this.#parts = parts;
    this.recovery = parts.recovery;
    const state = createOpenState(options.dir);
    this.#state = state;
    this.#reader = new LiveReader({ reading, committer: writing?.committer, reopen, state });
    const { lookup } = this.#reader;
    if (writing !== undefined)
      this.#appender = new Appender({ committer: writing.committer, deltas: writing.deltas, lookup, options, state });
    const worker = writing?.background;
    this.background = {
      idle: async () => worker?.idle(),
      pause: () => worker?.pause(),
      resume: () => worker?.resume(),
    };
  }

  append(frame: FrameInput): Appended {
    return (this.#appender ?? this.#refuse()).append(frame);
  }

  async appendMany(
    frames: Iterable<FrameInput> | AsyncIterable<FrameInput>,
    options?: AppendManyOptions,
  ): Promise<AppendManyResult> {
    this.#state.assertOpen();
    return (this.#appender ?? this.#refuse()).appendMany(frames, options);
  }

  async ready(): Promise<void> {
    this.#state.assertOpen();
    await this.#parts.writing?.committer.ready();
  }

  read(id: FrameId): Promise<StoredFrame | undefined> {
    return this.#reader.read(id);
  }

  readAt(seq: number): Promise<StoredFrame | undefined> {
    return this.#reader.readAt(seq);
  }

  readManyAt(seqs: readonly number[]): Promise<(StoredFrame | undefined)[]> {
    return this.#reader.readManyAt(seqs);
  }

  locate(id: FrameId): number | undefined {
    return this.#reader.newest(id);
  }

  withId(id: FrameId): Iterable<number> {
    this.#state.assertOpen();
    return this.#reader.lookup.withId(toFrameId(id));
  }

  withFingerprint(fingerprint: Uint8Array): Iterable<number> {
    this.#state.assertOpen();
    assertFingerprint(fingerprint);
    return this.#reader.lookup.withFingerprint(fingerprint);
  }

  scan(options: ScanOptions = {}): AsyncIterable<StoredFrame> {
    return flatten(this.scanBatches(options));
  }

  scanBatches(options: ScanOptions = {}): AsyncIterable<readonly StoredFrame[]> {
    assertKnownKeys("scan", options, SCAN_KEYS);
    const { fromSeq = 1, toSeq = Number.MAX_SAFE_INTEGER, signal } = options;
    assertSeq("fromSeq", fromSeq);
    if (toSeq !== 0) assertSeq("toSeq", toSeq);
    return this.#reader.scan({ fromSeq, toSeq, signal });
  }

  async flush(): Promise<void> {
    this.#state.assertOpen();
    await this.#parts.writing?.committer.flush();
  }

  async erase(id: FrameId): Promise<EraseResult> {
    return this.#writing().upkeep.erase(id);
  }

  async compact(options?: CompactOptions): Promise<CompactResult> {
    const result = await this.#writing().upkeep.compact(options);
    this.#reader.lookup.clear();
    return result;
  }

  async repair(): Promise<RepairResult> {
    const result = await this.#writing().upkeep.repair();
    this.#reader.lookup.clear();
    return result;
  }

  async backup(targetDir: string, options?: BackupOptions): Promise<BackupResult> {
    return this.#writing().upkeep.backup(targetDir, options);
  }

  refresh(): Promise<void> {
    return this.#reader.refresh();
  }

  verify(options: VerifyOptions = {}): AsyncIterable<Violation> {
    assertKnownKeys("verify", options, VERIFY_KEYS);
    return this.#verify(options.signal);
  }

  stats(): FrameLogStats {
    const { options, writing } = this.#parts;
    const { parts: reading, lookup } = this.#reader;
    const { committedSeq } = lookup;
    return toStats({ options, reading, writing, committedSeq, contentBytes: this.#appender?.contentBytes ?? 0 });
  }

  close(): Promise<void> {
    this.#state.end();
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async *#verify(signal?: AbortSignal): AsyncGenerator<Violation, void, undefined> {
    this.#state.assertOpen();
    const { disk, dir } = this.#parts.options;
    const { parts, lookup } = this.#reader;
    const { history } = parts;
    const { verifyStore } = await import("./verify.ts");
    yield* verifyStore({ disk, dir, history, recovery: this.recovery, committedSeq: lookup.committedSeq, signal });
  }

  async #close(): Promise<void> {
    const { writing } = this.#parts;
    try {
      await writing?.close();
      await this.#reader.settle();
    } finally {
      this.#reader.parts.history.close();
      await writing?.lock.release();
    }
  }

  #writing(): WritingParts {
    this.#state.assertOpen();
    return this.#parts.writing ?? this.#refuse();
  }

  #refuse(): never {
    this.#state.assertOpen();
    const { dir } = this.#parts.options;
    throw new FramesError("FRAMES_READ_ONLY", `The store was opened with readOnly: true (${dir}). Open it without.`, {
      details: { path: dir },
    });
  }
}

async function* flatten<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T, void, undefined> {
  for await (const batch of batches) yield* batch;
}

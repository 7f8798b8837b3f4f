/**
 * Committer: the one queue through which rows reach the disk, in groups. Source: design log-notes §1 ("defer").
 * Invariants: groups are committed in the order of seq, one at a time; after a failure nothing is written any more (poisoned);
 * a saver is woken only when its group is as safe as the durability promises.
 */
import { FramesError, systemCode } from "../errors.ts";
import type { Durability } from "../options.ts";
import type { UnplacedFrame } from "../raw-frame.ts";
import { assertRowBytes, rowBytes } from "../row/writer.ts";
import { createBackPressure, type BackPressure } from "./back-pressure.ts";
import type { Batch } from "./batch.ts";
import { createErrands, type Errands } from "./errands.ts";
import { createGroupQueue, type GroupQueue } from "./group-queue.ts";
import type { Planner } from "./planner.ts";
import type { RowSegment } from "./row-segment.ts";
import { SMALL_GROUP_BYTES, type RowWriter } from "./row-writer.ts";

/** What a committer works with. */
export interface CommitterParts {
  readonly planner: Planner;
  readonly writer: RowWriter;
  readonly durability: Durability;
  readonly intervalMs: number;
  readonly maxQueuedBytes: number;
  readonly lastSeq: number;
  /** Told of each new segment when its first row is planned. */
  readonly onPlanned: (segment: RowSegment) => void;
}

/** Makes the content smaller when the segment already holds something alike; gives `undefined` when it does not. */
export type DeltaMaker = (segment: RowSegment, seq: number, content: Uint8Array) => Uint8Array | undefined;

/** Microtasks after which an `await append(…).durable` in a loop, and one async function around it, have appended again. */
const WAKING_HOPS = 3;
const SOON: Promise<void> = Promise.resolve();

/** Owns the queue of a log that is open for writing. */
export class Committer {
  readonly #parts: CommitterParts;
  readonly #queue: GroupQueue;
  readonly #pressure: BackPressure;
  readonly #errands: Errands = createErrands();
  #committedSeq: number;
  #running = false;
  #timer: NodeJS.Timeout | undefined;
  #poison: FramesError | undefined;
  #poisonSeen = false;
  #lostBytes = 0;
  #commits = 0;
  #lastCommitMs = Number.NEGATIVE_INFINITY;
  #lastSmallMs = Number.NEGATIVE_INFINITY;
  /** Made once: a function made in `#start` would cost memory at each append, also when it has nothing to start. */
  readonly #runSoon = (): void => void this.#run();

  constructor(parts: CommitterParts) {
    this.#parts = parts;
    this.#committedSeq = parts.lastSeq;
    this.#queue = createGroupQueue(parts.lastSeq, parts.onPlanned);
    this.#pressure = createBackPressure(parts.maxQueuedBytes);
  }

  get lastSeq(): number {
    return this.#queue.lastSeq;
  }

  /** Frames up to this seq may be shown. */
  get committedSeq(): number {
    return this.#committedSeq;
  }

  get queuedBytes(): number {
    return this.#queue.queuedBytes;
  }

  /** Bytes that segments count as theirs and that are not on disk: queued ones, and after a failure lost ones. */
  get uncommittedBytes(): number {
    return this.#queue.queuedBytes + this.#lostBytes;
  }

  /** Group commits so far. */
  get commits(): number {
    return this.#commits;
  }

  /** When rows last waited for the disk, on the clock of `performance.now`. A bulk load commits more rarely than it saves. */
  get lastBusyMs(): number {
    return this.queuedBytes > 0 ? performance.now() : this.#lastCommitMs;
  }

  /** When a small group was last committed, on the same clock: savers wait for such ones, a bulk load makes larger ones. */
  get lastSmallMs(): number {
    return this.#lastSmallMs;
  }

  get poisoned(): boolean {
    return this.#poison !== undefined;
  }

  /**
   * Gives a frame its place and queues it. @returns when it is as safe as the durability promises.
   * @throws FRAMES_POISONED, FRAMES_BUSY, FRAMES_TOO_LARGE; RangeError when the clock is out of range.
   */
  append(frame: UnplacedFrame, nowMs: number, makeDelta?: DeltaMaker): Promise<void> {
    this.#assertSound();
    const seq = this.#queue.lastSeq + 1;
    const plainBytes = rowBytes(frame);
    assertRowBytes(plainBytes);
    this.#pressure.assertRoom(this.#queue.queuedBytes, plainBytes);
    const segment = this.#parts.planner.segmentFor(plainBytes, seq, nowMs);
    frame.seq = seq;
    const delta = makeDelta?.(segment, seq, frame.content);
    if (delta !== undefined) {
      frame.isDelta = true;
      frame.content = delta;
    }
    const batch = this.#queue.add(frame, segment);
    this.#start();
    return batch.done.promise;
  }

  /** Resolves when the queue is below its bound. */
  async ready(): Promise<void> {
    this.#assertSound();
    await this.room();
  }

  /** What to wait for until the queue is below its bound; nothing when it is. */
  room(): Promise<void> | undefined {
    return this.#pressure.room(this.#queue.queuedBytes);
  }

  /** Makes everything queued so far durable. */
  async flush(): Promise<void> {
    this.#assertSound();
    await this.#send(() => this.#parts.writer.sync());
  }

  /**
   * Ends the active segment; rows that come meanwhile begin a new one.
   * @returns the newest seq when it was called: all frames up to it are durable, in segments that will not change.
   */
  async endSegment(): Promise<number> {
    this.#assertSound();
    const { lastSeq } = this.#queue;
    this.#parts.planner.endSegment();
    await this.#send(() => this.#parts.writer.retire());
    return lastSeq;
  }

  /** Resolves when the frame with this seq is committed or failed; never rejects. */
  async settle(seq: number): Promise<void> {
    if (seq <= this.#committedSeq) return;
    await this.#queue.find(seq)?.done.promise.catch(() => undefined);
  }

  /** Drains the queue, syncs, closes the segment. @throws FRAMES_POISONED when a failure was not yet told to anyone. */
  async close(): Promise<void> {
    const { writer } = this.#parts;
    try {
      if (this.#poison === undefined) await this.#send(() => writer.sync().then(() => writer.close()));
      else if (!this.#poisonSeen) throw this.#poison;
    } finally {
      clearTimeout(this.#timer);
      // After a failure the files are still open; that closing them fails too is no news.
      if (this.#poison !== undefined) await writer.abandon();
    }
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    queueMicrotask(this.#runSoon);
  }

  /** Commits until there is nothing to do. Never rejects: a failure poisons. */
  async #run(): Promise<void> {
    try {
      for (;;) {
        // Errands come first: what is committed after them may lie in the next segment.
        const errand = this.#errands.due(this.#committedSeq);
        if (errand !== undefined) {
          await this.#errands.run(errand);
          continue;
        }
        const batch = this.#queue.take();
        // Invariant: nothing is awaited between these looks and the end, so nothing that comes is left waiting.
        if (batch === undefined) break;
        await this.#parts.writer.write(batch.segment, batch.arena.subarray(0, batch.usedBytes), batch.offset);
        this.#committed(batch);
        // Savers that wake together append before the next group starts, so that they share it.
        for (let hop = 0; hop < WAKING_HOPS; hop++) await SOON;
      }
    } catch (cause) {
      this.#fail(cause);
    }
    this.#running = false;
  }

  #committed(batch: Batch): void {
    this.#committedSeq = batch.lastSeq;
    this.#queue.done(batch);
    this.#commits++;
    this.#lastCommitMs = performance.now();
    if (batch.usedBytes <= SMALL_GROUP_BYTES) this.#lastSmallMs = this.#lastCommitMs;
    batch.done.resolve();
    if (this.#parts.durability === "interval") this.#armTimer();
    this.#pressure.relieve(this.#queue.queuedBytes);
  }

  #send(work: () => Promise<void>, audience?: "nobody"): Promise<void> {
    const done = this.#errands.send(this.#queue.lastSeq, work, audience);
    this.#start();
    return done;
  }

  #armTimer(): void {
    if (this.#timer !== undefined) return;
    const tick = (): void => {
      this.#timer = undefined;
      if (this.#poison === undefined) void this.#send(() => this.#parts.writer.sync(), "nobody");
    };
    this.#timer = setTimeout(tick, this.#parts.intervalMs).unref();
  }

  #fail(cause: unknown): void {
    const poison = new FramesError(
      "FRAMES_POISONED",
      "Writing to the store failed, so it takes nothing more: what was not acknowledged may be lost. Close it, check the disk, open it again.",
      { cause, details: { systemCode: systemCode(cause) } },
    );
    this.#poison = poison;
    this.#lostBytes = this.#queue.queuedBytes;
    const lost = this.#queue.drop();
    for (const { done } of lost) done.reject(poison);
    const isHeard = [lost.length > 0, this.#errands.fail(poison), this.#pressure.fail(poison)];
    this.#poisonSeen = isHeard.includes(true);
  }

  #assertSound(): void {
    if (this.#poison === undefined) return;
    this.#poisonSeen = true;
    throw this.#poison;
  }
}

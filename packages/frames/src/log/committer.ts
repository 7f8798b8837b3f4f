/**
 * Committer: the one queue through which entries reach the disk, in groups. Source: design log-notes §1 ("defer").
 * Invariants: groups are committed in the order of seq, one at a time; after a failure nothing is written any more (poisoned);
 * a saver is woken only when its group is as safe as the durability promises.
 */
import type { PreparedEntry } from "../entry/writer.ts";
import { FramesError, systemCode } from "../errors.ts";
import type { FrameId } from "../frame-id.ts";
import type { Durability } from "../options.ts";
import { addToBatch, createArenaPool, createBatch, deferred, findBatch } from "./batch.ts";
import type { Batch, Deferred } from "./batch.ts";
import type { History } from "./history.ts";
import type { Placement } from "./placement.ts";
import type { SegmentWriter } from "./segment-writer.ts";

/** What a committer works with. */
export interface CommitterParts {
  readonly history: History;
  readonly placement: Placement;
  readonly writer: SegmentWriter;
  readonly durability: Durability;
  readonly intervalMs: number;
  readonly maxQueuedBytes: number;
}

interface SyncRequest extends Deferred {
  readonly seq: number;
  readonly isInternal: boolean;
}

/** Owns the queue of a log that is open for writing. */
export class Committer {
  readonly #parts: CommitterParts;
  readonly #queue: Batch[] = [];
  #syncRequests: SyncRequest[] = [];
  readonly #arenas = createArenaPool();
  #readyWaiters: Deferred[] = [];
  #inFlight: Batch | undefined;
  #lastSeq: number;
  #running = false;
  #timer: NodeJS.Timeout | undefined;
  #poison: FramesError | undefined;
  #poisonSeen = false;
  queuedBytes = 0;
  commits = 0;

  constructor(parts: CommitterParts) {
    this.#parts = parts;
    this.#lastSeq = parts.history.locations.count;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get poisoned(): boolean {
    return this.#poison !== undefined;
  }

  /** Queues an entry. @throws FRAMES_POISONED, FRAMES_BUSY; RangeError when the clock is out of range. */
  append(entry: PreparedEntry, nowMs: number): { readonly seq: number; readonly durable: Promise<void> } {
    this.#assertSound();
    const limitBytes = 2 * this.#parts.maxQueuedBytes;
    if (this.queuedBytes > 0 && this.queuedBytes + entry.sizeBytes > limitBytes) {
      throw new FramesError(
        "FRAMES_BUSY",
        "Frames arrive faster than the disk takes them. Await ready() before appending more.",
        {
          details: { queuedBytes: this.queuedBytes, limitBytes },
        },
      );
    }
    const batch = this.#batchFor(entry.sizeBytes, nowMs);
    addToBatch(batch, entry);
    this.#parts.placement.advance(entry.sizeBytes);
    this.queuedBytes += entry.sizeBytes;
    this.#lastSeq++;
    this.#start();
    return { seq: this.#lastSeq, durable: batch.done.promise };
  }

  /** Resolves when the queue is below its bound. */
  async ready(): Promise<void> {
    this.#assertSound();
    if (this.queuedBytes < this.#parts.maxQueuedBytes) return;
    const waiter = deferred();
    this.#readyWaiters.push(waiter);
    await waiter.promise;
  }

  /** Makes everything queued so far durable. */
  async flush(): Promise<void> {
    this.#assertSound();
    await this.#requestSync(this.#lastSeq, false);
  }

  /** Resolves when the queued frames that match are committed or failed; never rejects. */
  async settle(wanted: FrameId | number): Promise<void> {
    const batch = findBatch(this.#pending(), wanted);
    if (batch === undefined) return;
    await batch.done.promise.catch(() => undefined);
  }

  /** Drains the queue, syncs, closes the segment. @throws FRAMES_POISONED when a failure was not yet told to anyone. */
  async close(): Promise<void> {
    try {
      if (this.#poison === undefined) await this.#requestSync(this.#lastSeq, false);
      else if (!this.#poisonSeen) throw this.#poison;
    } finally {
      clearTimeout(this.#timer);
      await this.#parts.writer.close();
    }
  }

  #batchFor(sizeBytes: number, nowMs: number): Batch {
    const place = this.#parts.placement.next(sizeBytes, nowMs);
    const newest = this.#queue.at(-1);
    if (newest?.segment === place.segment && newest.usedBytes + sizeBytes <= newest.arena.length) return newest;
    const batch = createBatch({ ...place, firstSeq: this.#lastSeq + 1, arena: this.#arenas.take(sizeBytes) });
    this.#queue.push(batch);
    return batch;
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    queueMicrotask(() => void this.#run());
  }

  /** Commits until there is nothing to do. Never rejects: a failure poisons. */
  async #run(): Promise<void> {
    try {
      while (this.#queue.length > 0 || this.#syncRequests.length > 0) {
        const batch = this.#queue.shift();
        if (batch !== undefined) await this.#commit(batch);
        await this.#serveSyncRequests();
        // Savers that wake together append before the next group starts, so that they share it.
        if (batch !== undefined) await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (cause) {
      this.#fail(cause);
    }
    this.#running = false;
  }

  async #commit(batch: Batch): Promise<void> {
    const { writer, history, durability, maxQueuedBytes } = this.#parts;
    this.#inFlight = batch;
    await writer.write(batch.segment, batch.arena.subarray(0, batch.usedBytes), batch.offset);
    if (durability === "each-save") await writer.sync();
    for (const row of batch.rows) history.push(batch.segment, row);
    this.#inFlight = undefined;
    this.queuedBytes -= batch.usedBytes;
    this.commits++;
    this.#arenas.give(batch.arena);
    batch.done.resolve();
    if (durability === "interval") this.#armTimer();
    if (this.queuedBytes >= maxQueuedBytes) return;
    for (const waiter of this.#readyWaiters.splice(0)) waiter.resolve();
  }

  async #serveSyncRequests(): Promise<void> {
    const committed = this.#parts.history.locations.count;
    const due = this.#syncRequests.filter((request) => request.seq <= committed);
    if (due.length === 0) return;
    await this.#parts.writer.sync();
    this.#syncRequests = this.#syncRequests.filter((request) => !due.includes(request));
    for (const request of due) request.resolve();
  }

  #requestSync(seq: number, isInternal: boolean): Promise<void> {
    const request: SyncRequest = { ...deferred(), seq, isInternal };
    this.#syncRequests.push(request);
    this.#start();
    return request.promise;
  }

  #armTimer(): void {
    if (this.#timer !== undefined) return;
    const tick = (): void => {
      this.#timer = undefined;
      if (this.#poison === undefined) void this.#requestSync(this.#parts.history.locations.count, true);
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
    const lost = [...this.#pending()];
    const requests = this.#syncRequests.splice(0);
    const waiters = this.#readyWaiters.splice(0);
    this.#queue.length = 0;
    this.#inFlight = undefined;
    this.queuedBytes = 0;
    this.#poisonSeen = lost.length > 0 || waiters.length > 0 || requests.some((request) => !request.isInternal);
    for (const end of [...lost.map((batch) => batch.done), ...requests, ...waiters]) end.reject(poison);
  }

  #assertSound(): void {
    if (this.#poison === undefined) return;
    this.#poisonSeen = true;
    throw this.#poison;
  }

  #pending(): Batch[] {
    return this.#inFlight === undefined ? this.#queue : [this.#inFlight, ...this.#queue];
  }
}

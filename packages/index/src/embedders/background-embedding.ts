/**
 * Background embedding: makes the vectors of what was saved, after the save was acknowledged. One batch at a time.
 * Nothing of its state is on disk: what has no vector is found again (`resume`) when a store opens. A failure is kept for
 * `status` and tried again later; it never reaches whoever saved.
 */
import type { BackOff } from "./back-off.ts";
import { createBatchEmbedder, type BatchEmbedderOptions } from "./batch-embedder.ts";
import { createEmbeddingLoop } from "./embedding-loop.ts";
import { createKeyQueue } from "./key-queue.ts";

/** What it works with. */
export interface BackgroundEmbeddingOptions extends BatchEmbedderOptions {
  /** Texts in a batch, default 64; larger batches suit services, smaller ones let a store close sooner. */
  readonly batchTexts?: number | undefined;
  /** Waiting after failures, default 1 s doubling to 5 minutes. */
  readonly backOff?: BackOff | undefined;
  /** 0..1, 1 excluded. Default Math.random. */
  readonly random?: (() => number) | undefined;
  /** Now in ms. Default Date.now. */
  readonly clock?: (() => number) | undefined;
}

/** What it is doing. */
export interface BackgroundEmbeddingStatus {
  readonly state: "idle" | "embedding" | "waiting" | "paused" | "stopped";
  /** Memories that wait for their vector. */
  readonly queued: number;
  /** Vectors made since the opening. */
  readonly embedded: number;
  /** Memories whose text the embedder keeps refusing; `retryFailed` or the next opening tries them again. */
  readonly failed: number;
  /** Batches that failed since the opening. */
  readonly failures: number;
  /** Batches that failed in a row, up to now. */
  readonly failuresInARow: number;
  readonly lastError?: unknown;
  /** When the next try comes, ms since 1970; only while waiting. */
  readonly retryAt?: number | undefined;
}

/** The one background worker of a store's embedder. */
export interface BackgroundEmbedding {
  /** Lets keys wait for their vectors. Returns at once. */
  add(keys: Iterable<number>): void;
  /** Adds those of the keys that have no vector: what an earlier process left undone. */
  resume(keys: Iterable<number>): Promise<void>;
  /** Forgets a key: its memory was forgotten. */
  drop(key: number): void;
  /** Resolves when the batch that is under way has ended, well or not; `undefined` when none of these keys is in it. */
  ended(keys: readonly number[]): Promise<void> | undefined;
  /** Whether the embedder keeps refusing the text of a key. */
  isRefused(key: number): boolean;
  /** Holds after the batch that is under way. */
  pause(): void;
  /** Goes on after `pause`, and at once after a failure. */
  unpause(): void;
  /** Lets texts that were refused be tried again. */
  retryFailed(): void;
  /** Resolves when nothing waits any more, or it is stopped. Rejects with the signal's reason. */
  idle(signal?: AbortSignal): Promise<void>;
  /** Aborts the batch that is under way; resolves when it has ended. Whatever has no vector is found at the next opening. */
  stop(): Promise<void>;
  status(): BackgroundEmbeddingStatus;
}

const BATCH_TEXTS = 64;
const BACK_OFF: BackOff = { firstMs: 1000, maxMs: 300_000 };
const RESUME_KEYS = 10_000;

export function startBackgroundEmbedding(options: BackgroundEmbeddingOptions): BackgroundEmbedding {
  const { vectors, batchTexts = BATCH_TEXTS, backOff = BACK_OFF, random = Math.random, clock = Date.now } = options;
  const queue = createKeyQueue();
  const batches = createBatchEmbedder(options);
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const mayRun = (): boolean => !isPaused && !stopped.aborted;
  const loop = createEmbeddingLoop({ queue, batches, batchTexts, backOff, random, clock, stopped, mayRun });
  const idlers = new Set<() => void>();
  let running: Promise<void> | undefined;
  let isPaused = false;

  const queued = (): number => queue.size + batches.underWay.length;

  function run(): void {
    if (running !== undefined || queue.size === 0 || !mayRun()) return;
    running = loop.run().finally(() => {
      running = undefined;
      tellIdlers();
      run(); // what was added in the very last moment
    });
  }

  function tellIdlers(): void {
    const isBusy = running !== undefined || queued() > 0;
    if (isBusy && !stopped.aborted) return;
    for (const tell of idlers) tell();
    idlers.clear();
  }

  function goOn(): void {
    loop.hurry();
    run();
  }

  function state(): BackgroundEmbeddingStatus["state"] {
    if (stopped.aborted) return "stopped";
    if (isPaused) return "paused";
    if (loop.retryAt !== undefined) return "waiting";
    return running === undefined ? "idle" : "embedding";
  }

  return {
    add(keys) {
      if (stopped.aborted) return;
      const { underWay } = batches;
      queue.add(underWay.length === 0 ? keys : [...keys].filter((key) => !underWay.includes(key)));
      run();
    },
    async resume(keys) {
      for (const some of chunksOf(keys, RESUME_KEYS)) {
        if (stopped.aborted) return;
        queue.add(await vectors.missing(some));
        run();
      }
    },
    drop(key) {
      queue.drop(key);
      batches.drop(key);
      if (queued() === 0) loop.hurry();
      tellIdlers();
    },
    ended: (keys) => batches.ended(keys),
    isRefused: (key) => queue.setAside.has(key),
    pause() {
      isPaused = true;
    },
    unpause() {
      isPaused = false;
      goOn();
    },
    retryFailed() {
      queue.retrySetAside();
      goOn();
    },
    idle: (signal) =>
      new Promise((resolve, reject) => {
        const giveUp = (): void => {
          idlers.delete(tell);
          reject(signal!.reason as Error);
        };
        const tell = (): void => {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        };
        if (signal?.aborted === true) return giveUp();
        idlers.add(tell);
        signal?.addEventListener("abort", giveUp, { once: true });
        tellIdlers();
      }),
    async stop() {
      stopping.abort();
      await running;
      tellIdlers();
    },
    status: () => ({
      state: state(),
      queued: queued(),
      embedded: loop.embedded,
      failed: queue.setAside.size,
      failures: loop.failures,
      failuresInARow: loop.failuresInARow,
      ...(loop.lastError === undefined ? {} : { lastError: loop.lastError }),
      ...(loop.retryAt === undefined ? {} : { retryAt: loop.retryAt }),
    }),
  };
}

function* chunksOf(keys: Iterable<number>, size: number): Iterable<number[]> {
  let chunk: number[] = [];
  for (const key of keys) {
    chunk.push(key);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/**
 * Background embedding: makes the vectors of what was saved, after the save was acknowledged. One batch at a time.
 * Nothing of its state is on disk: what has no vector is found again (`resume`) when a store opens. A failure is kept for
 * `status` and tried again later; it never reaches whoever saved.
 */
import type { VectorIndex } from "../vectors/vector-index.ts";
import { backOffMs, waitMs, type BackOff } from "./back-off.ts";
import { embedChecked } from "./embed-checked.ts";
import type { Embedder } from "./embedder.ts";
import { createKeyQueue } from "./key-queue.ts";

/** What it works with. */
export interface BackgroundEmbeddingOptions {
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  /** The texts of keys, in their order; undefined where there is no such memory any more. */
  readonly readTexts: (keys: readonly number[], signal: AbortSignal) => Promise<readonly (string | undefined)[]>;
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
  /** Batches that failed in a row. */
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
/** A batch that failed so often is split, to find the text that the embedder refuses. */
const FAILURES_BEFORE_SPLIT = 2;
const HARMLESS_TEXT = "hello";

export function startBackgroundEmbedding(options: BackgroundEmbeddingOptions): BackgroundEmbedding {
  const { embedder, vectors, readTexts, batchTexts = BATCH_TEXTS, backOff = BACK_OFF } = options;
  const { random = Math.random, clock = Date.now } = options;
  const queue = createKeyQueue();
  const stopping = new AbortController();
  const dropped = new Set<number>();
  let underWay: readonly number[] = [];
  let wake = new AbortController();
  let running: Promise<void> | undefined;
  let isPaused = false;
  let batchSize = batchTexts;
  let embedded = 0;
  let failuresInARow = 0;
  let lastError: unknown;
  let retryAt: number | undefined;
  let idlers: (() => void)[] = [];

  const isStopped = (): boolean => stopping.signal.aborted;
  const isDone = (): boolean => isStopped() || (queue.size === 0 && underWay.length === 0);

  function run(): void {
    if (running !== undefined || isPaused || isStopped() || queue.size === 0) return;
    running = work().finally(() => {
      running = undefined;
      tellIdlers();
      run(); // what was added in the very last moment
    });
  }

  function tellIdlers(): void {
    if (!isDone()) return;
    const told = idlers;
    idlers = [];
    for (const tell of told) tell();
  }

  async function work(): Promise<void> {
    while (queue.size > 0 && !isPaused && !isStopped()) {
      underWay = queue.take(batchSize);
      try {
        await embedBatch(underWay);
        failuresInARow = 0;
        batchSize = Math.min(batchTexts, batchSize * 2);
      } catch (error) {
        await returnToQueue(underWay, error);
      }
      underWay = [];
      if (failuresInARow > 0 && !isStopped()) await waitForRetry();
    }
  }

  async function embedBatch(keys: readonly number[]): Promise<void> {
    const { signal } = stopping;
    const texts = await readTexts(keys, signal);
    const live = keys.flatMap((key, at) => (texts[at] === undefined ? [] : [{ key, text: texts[at] }]));
    if (live.length === 0) return;
    const made = await embedChecked(
      embedder,
      live.map(({ text }) => text),
      signal,
    );
    const kept = live.flatMap(({ key }, at) => (dropped.has(key) ? [] : [[key, made[at]!] as const]));
    await vectors.setMany(kept);
    // A memory may have been forgotten while its vector was being kept.
    for (const [key] of kept) if (dropped.has(key)) await vectors.delete(key);
    dropped.clear();
    embedded += kept.length;
  }

  async function returnToQueue(keys: readonly number[], error: unknown): Promise<void> {
    const isRefused = keys.length === 1 && (await isEmbedderWell());
    const kept = keys.filter((key) => !dropped.has(key));
    dropped.clear();
    if (isStopped()) return;
    lastError = error;
    failuresInARow++;
    if (isRefused) for (const key of kept) queue.fail(key);
    else queue.putBack(kept);
    if (failuresInARow >= FAILURES_BEFORE_SPLIT) batchSize = Math.max(1, Math.ceil(keys.length / 2));
  }

  /** One text failed: is it the text, or the embedder? */
  async function isEmbedderWell(): Promise<boolean> {
    try {
      await embedChecked(embedder, [HARMLESS_TEXT], stopping.signal);
      return true;
    } catch {
      return false;
    }
  }

  async function waitForRetry(): Promise<void> {
    const ms = backOffMs(backOff, failuresInARow, random);
    retryAt = clock() + ms;
    wake = new AbortController();
    await waitMs(ms, AbortSignal.any([wake.signal, stopping.signal]));
    retryAt = undefined;
  }

  function stateNow(): BackgroundEmbeddingStatus["state"] {
    if (isStopped()) return "stopped";
    if (isPaused) return "paused";
    if (retryAt !== undefined) return "waiting";
    return running === undefined ? "idle" : "embedding";
  }

  return {
    add(keys) {
      if (isStopped()) return;
      queue.add(underWay.length === 0 ? keys : [...keys].filter((key) => !underWay.includes(key)));
      run();
    },
    async resume(keys) {
      for (const some of chunksOf(keys, RESUME_KEYS)) {
        if (isStopped()) return;
        queue.add(await vectors.missing(some));
        run();
      }
    },
    drop(key) {
      queue.drop(key);
      if (underWay.includes(key)) dropped.add(key);
    },
    pause() {
      isPaused = true;
    },
    unpause() {
      isPaused = false;
      wake.abort();
      run();
    },
    retryFailed() {
      queue.retrySetAside();
      wake.abort();
      run();
    },
    idle: (signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        if (isDone()) return resolve();
        idlers.push(resolve);
        signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      }),
    async stop() {
      stopping.abort();
      await running;
      tellIdlers();
    },
    status: () => ({
      state: stateNow(),
      queued: queue.size + underWay.length,
      embedded,
      failed: queue.setAside.size,
      failuresInARow,
      ...(lastError === undefined ? {} : { lastError }),
      ...(retryAt === undefined ? {} : { retryAt }),
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

/**
 * Embedding loop: takes batches from the queue until it is empty. After a failure it waits, longer each time, and tries
 * smaller batches, until the text that the embedder refuses stands alone and can be set aside.
 */
import { backOffMs, waitMs, type BackOff } from "./back-off.ts";
import type { BatchEmbedder } from "./batch-embedder.ts";
import type { KeyQueue } from "./key-queue.ts";

/** What the loop works with. */
export interface EmbeddingLoopOptions {
  readonly queue: KeyQueue;
  readonly batches: BatchEmbedder;
  readonly batchTexts: number;
  readonly backOff: BackOff;
  readonly random: () => number;
  readonly clock: () => number;
  /** Aborts when there is to be no more work. */
  readonly stopped: AbortSignal;
  /** False holds the loop before the next batch. */
  readonly mayRun: () => boolean;
}

/** The loop, and how it is doing. */
export interface EmbeddingLoop {
  /** Works until nothing waits, or it may not run. Never rejects. Only one at a time. */
  run(): Promise<void>;
  /** Ends the wait after a failure. */
  hurry(): void;
  readonly embedded: number;
  readonly failures: number;
  readonly failuresInARow: number;
  readonly lastError: unknown;
  /** ms since 1970; only while waiting. */
  readonly retryAt: number | undefined;
}

/** A batch that failed so often is split. */
const FAILURES_BEFORE_SPLIT = 2;

export function createEmbeddingLoop(options: EmbeddingLoopOptions): EmbeddingLoop {
  const { queue, batches, batchTexts, backOff, random, clock, stopped, mayRun } = options;
  const state = {
    embedded: 0,
    failures: 0,
    failuresInARow: 0,
    lastError: undefined as unknown,
    retryAt: undefined as number | undefined,
  };
  let batchSize = batchTexts;
  let waking = new AbortController();

  async function embedNext(): Promise<void> {
    const keys = queue.take(batchSize);
    try {
      state.embedded += await batches.embed(keys, stopped);
      state.failuresInARow = 0;
      batchSize = Math.min(batchTexts, batchSize * 2);
    } catch (error) {
      await returnToQueue(keys, error);
    }
  }

  async function returnToQueue(keys: readonly number[], error: unknown): Promise<void> {
    const kept = keys.filter((key) => !batches.isDropped(key));
    const isRefused = kept.length === 1 && (await batches.isWell(stopped));
    if (stopped.aborted) return;
    state.lastError = error;
    state.failures++;
    state.failuresInARow++;
    if (isRefused) queue.fail(kept[0]!);
    else queue.putBack(kept);
    if (state.failuresInARow >= FAILURES_BEFORE_SPLIT) batchSize = Math.max(1, Math.ceil(keys.length / 2));
  }

  async function waitForRetry(): Promise<void> {
    const ms = backOffMs(backOff, state.failuresInARow, random);
    waking = new AbortController();
    state.retryAt = clock() + ms;
    await waitMs(ms, AbortSignal.any([waking.signal, stopped]));
    state.retryAt = undefined;
  }

  return {
    async run() {
      while (queue.size > 0 && mayRun()) {
        await embedNext();
        if (state.failuresInARow > 0 && !stopped.aborted) await waitForRetry();
      }
    },
    hurry: () => waking.abort(),
    get embedded() {
      return state.embedded;
    },
    get failures() {
      return state.failures;
    },
    get failuresInARow() {
      return state.failuresInARow;
    },
    get lastError() {
      return state.lastError;
    },
    get retryAt() {
      return state.retryAt;
    },
  };
}

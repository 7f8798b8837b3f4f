/**
 * Waiting documents: on their way into the queue of the background embedder. New ones share a hand-over; one hand-over runs at a
 * time, and waits while the queue is long, so that a bulk load fills neither the queue nor the memory with promises.
 */
import { setImmediate } from "node:timers/promises";
import type { BackgroundEmbedding } from "../embedders/background-embedding.ts";

/** New documents wait this long for more, so that they share a batch. */
const GATHER_MS = 100;
/** Nothing is handed over while so many are queued. */
const MOST_QUEUED = 20_000;
const HAND_OVER_AT_ONCE = 1_000;

/** The part of the background embedder that is needed. */
export type EmbeddingQueue = Pick<BackgroundEmbedding, "resume" | "idle" | "status">;

export interface WaitingDocuments {
  readonly add: (ref: number) => void;
  readonly drop: (ref: number) => void;
  /** Looks for documents without a vector, and hands them over. */
  readonly resume: (findRefs: (stopped: AbortSignal) => Promise<readonly number[]>) => void;
  /** Resolves when all that waited is in the queue. */
  handedOver(): Promise<void>;
  /** How many were added, and are not in the queue yet. */
  count(): number;
  /** Why the last hand-over failed, if it did. */
  failure(): unknown;
}

/**
 * @param queue absent for a reader, which hands over nothing: whoever writes makes the vectors.
 * @param stopped aborts when nothing is to be handed over any more.
 */
export function createWaitingDocuments(queue: EmbeddingQueue | undefined, stopped: AbortSignal): WaitingDocuments {
  const fresh = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let handingOver: Promise<void> | undefined;
  let resuming: Promise<void> = Promise.resolve();
  let failure: unknown;

  /** Never rejects. */
  async function noting(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failure = undefined;
    } catch (error) {
      if (!stopped.aborted) failure = error;
    }
  }

  function handOver(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    handingOver ??= noting(handOverFresh).finally(() => {
      handingOver = undefined;
      gather(); // what was added in the very last moment
    });
    return handingOver;
  }

  function gather(): void {
    if (fresh.size === 0 || handingOver !== undefined || stopped.aborted) return;
    timer ??= setTimeout(() => void handOver(), GATHER_MS).unref();
  }

  async function handOverFresh(): Promise<void> {
    while (fresh.size > 0 && !stopped.aborted) {
      await room();
      await queue!.resume(takeFirst(fresh, HAND_OVER_AT_ONCE));
      await setImmediate();
    }
  }

  async function handOverFound(refs: readonly number[]): Promise<void> {
    for (let at = 0; at < refs.length && !stopped.aborted; at += HAND_OVER_AT_ONCE) {
      await room();
      await queue!.resume(refs.slice(at, at + HAND_OVER_AT_ONCE));
      await setImmediate();
    }
  }

  async function room(): Promise<void> {
    if (queue!.status().queued > MOST_QUEUED) await queue!.idle(stopped);
  }

  return {
    add(ref) {
      if (queue === undefined || stopped.aborted) return;
      fresh.add(ref);
      gather();
    },
    drop: (ref) => void fresh.delete(ref),
    resume(findRefs) {
      if (queue === undefined) return;
      const before = resuming;
      resuming = noting(async () => {
        await before;
        await handOverFound(await findRefs(stopped));
      });
    },
    async handedOver() {
      if (stopped.aborted) clearTimeout(timer);
      else if (fresh.size > 0) await handOver();
      await Promise.all([handingOver, resuming]);
    },
    count: () => fresh.size,
    failure: () => failure,
  };
}

/** Takes the oldest out of a set. */
function takeFirst(set: Set<number>, most: number): number[] {
  const taken: number[] = [];
  for (const one of set) {
    taken.push(one);
    set.delete(one);
    if (taken.length === most) break;
  }
  return taken;
}

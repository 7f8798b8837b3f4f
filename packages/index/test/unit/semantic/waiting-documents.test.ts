import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { BackgroundEmbeddingStatus } from "../../../src/embedders/background-embedding.ts";
import {
  createWaitingDocuments,
  type EmbeddingQueue,
  type WaitingDocuments,
} from "../../../src/semantic/waiting-documents.ts";

/** A queue that takes what it is given; it is full, and has waiters, as long as the test says so. */
function aQueue() {
  const taken: number[] = [];
  const waiters = new Set<() => void>();
  let isFull = false;
  let broken: Error | undefined;
  const queue: EmbeddingQueue = {
    async resume(keys) {
      if (broken !== undefined) throw broken;
      taken.push(...keys);
    },
    status: () => ({ queued: isFull ? 1_000_000 : 0 }) as BackgroundEmbeddingStatus,
    idle: (signal) =>
      new Promise((resolve, reject) => {
        waiters.add(resolve);
        signal!.addEventListener("abort", () => reject(signal!.reason as Error), { once: true });
      }),
  };
  return {
    queue,
    taken,
    waiters,
    fill: () => (isFull = true),
    empty: () => {
      isFull = false;
      for (const tell of waiters) tell();
      waiters.clear();
    },
    breakWith: (error: Error | undefined) => (broken = error),
  };
}

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at);
const addAll = (waiting: WaitingDocuments, refs: readonly number[]): void => {
  for (const ref of refs) waiting.add(ref);
};

describe("documents that wait for their vectors", () => {
  const stopping = { controller: new AbortController() };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    stopping.controller = new AbortController();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("are handed over together, in their order, without those that were dropped", async () => {
    const { queue, taken } = aQueue();
    const waiting = createWaitingDocuments(queue, stopping.controller.signal);
    addAll(waiting, range(1, 2500));
    waiting.drop(7);
    expect(waiting.count()).toBe(2499);
    expect(taken).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    await waiting.handedOver();
    expect(taken).toEqual(range(1, 2500).filter((ref) => ref !== 7));
    expect(waiting.count()).toBe(0);
  });

  test("wait for room in the queue one hand-over at a time, however many gather", async () => {
    const { queue, taken, waiters, fill, empty } = aQueue();
    const waiting = createWaitingDocuments(queue, stopping.controller.signal);
    fill();
    for (let round = 0; round < 50; round++) {
      addAll(waiting, range(1 + round * 10, 10));
      await vi.advanceTimersByTimeAsync(200);
      expect(waiters.size).toBe(1);
    }
    expect(taken).toEqual([]);
    expect(waiting.count()).toBe(500);
    empty();
    await waiting.handedOver();
    expect(taken).toEqual(range(1, 500));
  });

  test("those that are found by looking are handed over, too", async () => {
    const { queue, taken } = aQueue();
    const waiting = createWaitingDocuments(queue, stopping.controller.signal);
    waiting.resume(async () => range(1, 1500));
    waiting.resume(async () => [9000]);
    await waiting.handedOver();
    expect(taken).toEqual([...range(1, 1500), 9000]);
  });

  test("a failure is told until a hand-over succeeds, and no call rejects", async () => {
    const { queue, taken, breakWith } = aQueue();
    const waiting = createWaitingDocuments(queue, stopping.controller.signal);
    const damage = new Error("unreadable");
    breakWith(damage);
    waiting.add(1);
    await waiting.handedOver();
    expect(waiting.failure()).toBe(damage);
    await waiting.handedOver();
    expect(waiting.failure()).toBe(damage);
    breakWith(undefined);
    waiting.add(2);
    await waiting.handedOver();
    expect(waiting.failure()).toBeUndefined();
    expect(taken).toEqual([2]);
  });

  test("stopping ends the wait for room, and nothing more is taken", async () => {
    const { queue, taken, fill } = aQueue();
    const waiting = createWaitingDocuments(queue, stopping.controller.signal);
    fill();
    waiting.add(1);
    await vi.advanceTimersByTimeAsync(200);
    stopping.controller.abort();
    await waiting.handedOver();
    waiting.add(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(taken).toEqual([]);
    expect(waiting.failure()).toBeUndefined();
  });

  test("a reader hands over nothing", async () => {
    const waiting = createWaitingDocuments(undefined, stopping.controller.signal);
    waiting.add(1);
    waiting.resume(async () => [2]);
    await waiting.handedOver();
    expect(waiting.count()).toBe(0);
  });
});

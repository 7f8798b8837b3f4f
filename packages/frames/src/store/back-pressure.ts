/**
 * Back-pressure: how much may wait for the disk. Below the bound everybody may append; who asked for room waits above it; above twice
 * the bound a frame is refused. Invariant: an empty queue takes any frame.
 */
import { FramesError } from "../errors.ts";
import { createDeferred, type Deferred } from "./deferred.ts";

export interface BackPressure {
  /** What to wait for until the queue is below its bound; nothing when it is. */
  room(): Promise<void> | undefined;
  /** Refuses so many bytes more. @throws FRAMES_BUSY */
  assertRoom(sizeBytes: number): void;
  /** Wakes who waits for room, when there is some again. */
  relieve(): void;
  /** Fails who waits for room. @returns whether anybody did. */
  fail(reason: Error): boolean;
}

/** @param queuedBytes bytes that are queued or on their way. */
export function createBackPressure(queuedBytes: () => number, maxQueuedBytes: number): BackPressure {
  let waiters: Deferred[] = [];
  const take = (): Deferred[] => {
    const taken = waiters;
    waiters = [];
    return taken;
  };
  return {
    room() {
      if (queuedBytes() < maxQueuedBytes) return undefined;
      const waiter = createDeferred();
      waiters.push(waiter);
      return waiter.promise;
    },
    assertRoom(sizeBytes) {
      const queued = queuedBytes();
      const limitBytes = 2 * maxQueuedBytes;
      if (queued === 0 || queued + sizeBytes <= limitBytes) return;
      throw new FramesError(
        "FRAMES_BUSY",
        "Frames arrive faster than the disk takes them. Await ready() before appending more.",
        { details: { queuedBytes: queued, limitBytes } },
      );
    },
    relieve() {
      if (waiters.length === 0 || queuedBytes() >= maxQueuedBytes) return;
      for (const waiter of take()) waiter.resolve();
    },
    fail(reason) {
      const taken = take();
      for (const waiter of taken) waiter.reject(reason);
      return taken.length > 0;
    },
  };
}

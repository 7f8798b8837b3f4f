/**
 * Back-pressure: how much may wait for the disk. Below the bound everybody may append; who asked for room waits above it; above twice
 * the bound a frame is refused. Invariant: an empty queue takes any frame. It is told how much is queued: asking costs each save more.
 */
import { FramesError } from "../errors.ts";
import { createDeferred, type Deferred } from "./deferred.ts";

export interface BackPressure {
  /** What to wait for until the queue is below its bound; nothing when it is. */
  room(queuedBytes: number): Promise<void> | undefined;
  /** Refuses so many bytes more. @throws FRAMES_BUSY */
  assertRoom(queuedBytes: number, sizeBytes: number): void;
  /** Wakes who waits for room, when there is some again. */
  relieve(queuedBytes: number): void;
  /** Fails who waits for room. @returns whether anybody did. */
  fail(reason: Error): boolean;
}

/** @param maxQueuedBytes bytes that may be queued or on their way before anybody waits. */
export function createBackPressure(maxQueuedBytes: number): BackPressure {
  const limitBytes = 2 * maxQueuedBytes;
  let waiters: Deferred[] = [];
  const take = (): Deferred[] => {
    const taken = waiters;
    waiters = [];
    return taken;
  };
  return {
    room(queuedBytes) {
      if (queuedBytes < maxQueuedBytes) return undefined;
      const waiter = createDeferred();
      waiters.push(waiter);
      return waiter.promise;
    },
    assertRoom(queuedBytes, sizeBytes) {
      if (queuedBytes === 0 || queuedBytes + sizeBytes <= limitBytes) return;
      throw new FramesError(
        "FRAMES_BUSY",
        "Frames arrive faster than the disk takes them. Await ready() before appending more.",
        { details: { queuedBytes, limitBytes } },
      );
    },
    relieve(queuedBytes) {
      if (waiters.length === 0 || queuedBytes >= maxQueuedBytes) return;
      for (const waiter of take()) waiter.resolve();
    },
    fail(reason) {
      const taken = take();
      for (const waiter of taken) waiter.reject(reason);
      return taken.length > 0;
    },
  };
}

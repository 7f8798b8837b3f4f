/** Back-off: how long to wait before the next try, and the waiting. */

/** Bounds of the waiting times. */
export interface BackOff {
  /** After the first failure, ms. */
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Doubling times with jitter: evenly spread between half of it and all of it, so that many clients do not come back at once.
 * Source: Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015 (there "equal jitter").
 * @param failures how often it has failed in a row, from 1.
 */
export function backOffMs({ firstMs, maxMs }: BackOff, failures: number, random: () => number): number {
  const most = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return most / 2 + (random() * most) / 2;
}

/** Resolves after a time, or at once when the signal aborts; never keeps the process alive. */
export function waitMs(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    signal?.addEventListener("abort", done, { once: true });
  });
}

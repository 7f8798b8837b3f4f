/** Retries: tries again what failed for a reason that may pass, as long as the service asks for, or backing off. */
import { backOffMs, waitMs, type BackOff } from "../back-off.ts";
import { HttpFailure } from "./http-failure.ts";

/** How to try again. */
export interface Retries {
  /** All tries, the first included. */
  readonly tries: number;
  /** `maxMs` is also the longest wait that a service may ask for: beyond it the failure is told at once. */
  readonly backOff: BackOff;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** @throws the last failure, or the signal's reason. */
export async function withRetries<T>(request: () => Promise<T>, retries: Retries): Promise<T> {
  const { tries, backOff, random, signal } = retries;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      signal?.throwIfAborted();
      const canPass = error instanceof HttpFailure && error.isTransient;
      if (!canPass || attempt >= tries) throw error;
      const ms = error.retryAfterMs ?? backOffMs(backOff, attempt, random);
      if (ms > backOff.maxMs) throw error;
      await waitMs(ms, signal);
    }
  }
}

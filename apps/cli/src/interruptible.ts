/**
 * Work on an open store that a signal may stop. It is given a moment to end by itself, because it may have something to say;
 * then the store is closed, which ends it.
 */
import { setTimeout as sleep } from "node:timers/promises";

const GRACE_MS = 200;
const LAST_MS = 2000;

export interface Interruptible<T> {
  readonly work: Promise<T>;
  readonly signal: AbortSignal;
  /** Ends the work; it may be called again. */
  readonly close: () => Promise<void>;
}

/** The result of the work; when the signal fires first and the work does not end well, what stopped it. */
export async function untilInterrupted<T>({ work, signal, close }: Interruptible<T>): Promise<T> {
  const ended = work.then(
    () => undefined,
    () => undefined, // told below
  );
  const interrupted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([ended, interrupted]);
  if (!signal.aborted) return work;
  await within(ended, GRACE_MS);
  await close();
  await within(ended, LAST_MS);
  return Promise.race([work, rejected(signal.reason)]).catch((error: unknown) => {
    throw isStop(error) ? error : signal.reason;
  });
}

async function within(ended: Promise<void>, ms: number): Promise<void> {
  const controller = new AbortController();
  const waited = sleep(ms, undefined, { signal: controller.signal }).catch(() => undefined);
  await Promise.race([ended, waited]);
  controller.abort();
}

/** Rejects after whatever has settled already. */
async function rejected(reason: unknown): Promise<never> {
  await sleep(0);
  throw reason;
}

function isStop(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "CLI_INTERRUPTED";
}

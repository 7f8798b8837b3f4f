/**
 * Seal worker: starts the thread that seals, and sends it jobs. Its other end: seal-thread.ts.
 * Invariants: a thread that ends is told as such, never as a failure of its job; one without a job keeps no process alive.
 */
import { Worker } from "node:worker_threads";
import { unpackError } from "./error-transfer.ts";
import type { SealAnswer, SealRequest } from "./seal-thread.ts";

/** Does one job at a time. */
export interface SealWorker {
  /** @returns whether the thread lived to do the job. @throws as `runSealJob`. */
  run(request: SealRequest): Promise<boolean>;
  end(): Promise<void>;
}

/** @returns undefined when the system has no thread to give. */
export function startSealWorker(program: URL): SealWorker | undefined {
  const worker = tryToStart(program);
  if (worker === undefined) return undefined;
  let waiting: { resolve(isDone: boolean): void; reject(failure: Error): void } | undefined;
  let hasEnded = false;
  worker.unref();
  worker.on("message", ({ failure }: SealAnswer) => {
    worker.unref();
    if (failure === undefined) waiting?.resolve(true);
    else waiting?.reject(unpackError(failure));
  });
  worker.on("error", () => undefined); // the end follows
  worker.on("exit", () => {
    hasEnded = true;
    waiting?.resolve(false);
  });
  return {
    run: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        if (hasEnded) return resolve(false);
        worker.ref();
        worker.postMessage(request);
      }),
    async end() {
      await worker.terminate();
    },
  };
}

function tryToStart(program: URL): Worker | undefined {
  try {
    return new Worker(program);
  } catch {
    return undefined;
  }
}

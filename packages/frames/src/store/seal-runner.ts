/**
 * Seal runner: does seal jobs on a thread when many rows wait, and otherwise where it is. A thread takes 30 to 100 ms and some MB to start,
 * so few rows are not worth one; it is kept while there is work and for a while after.
 * What does either is loaded with the first job: opening does not wait for it.
 * Invariants: both ways make the same bytes; a thread that dies, or cannot be started, costs nothing but time: its job is done here, and
 * so are all that come after; a thread without a job keeps no process alive.
 */
import type { Disk } from "../disk/disk.ts";
import { isNodeDisk } from "../disk/node-disk.ts";
import type { SealJob } from "./seal-job.ts";
import type { SealWorker } from "./seal-worker.ts";

/** Compiled code has a thread beside it; sources would need a loader there, so they seal where they are. */
const THREAD: URL | undefined = import.meta.url.endsWith(".js")
  ? new URL("./seal-thread.js", import.meta.url)
  : undefined;

/** Bytes of rows that are worth a thread: sealing them takes 150 ms. */
const MANY_BYTES: number = 8 * 1024 * 1024;
/** How long a thread without work is kept. */
const IDLE_MS = 5_000;

/** Does one job at a time. */
export interface SealRunner {
  /** Whether the next job will be done on a thread: then it takes no time from this one. */
  readonly usesThread: boolean;
  /** @throws as `runSealJob`. */
  run(job: SealJob): Promise<void>;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** What a runner works with. */
export interface SealRunnerParts {
  /** A thread is used only for the disk of the system. */
  readonly disk: Disk;
  readonly dir: string;
  /** Bytes of rows that are not sealed. */
  readonly unsealedBytes: () => number;
  /** Awaited every few milliseconds of a job that is done here. */
  readonly turn: () => Promise<void>;
  /** The program of the thread. Default: the one beside this file, if it is compiled. */
  readonly program?: URL | undefined;
}

export function createSealRunner(parts: SealRunnerParts): SealRunner {
  const { disk, dir, unsealedBytes, turn, program = THREAD } = parts;
  let mayUseThread = program !== undefined && isNodeDisk(disk);
  let thread: SealWorker | undefined;
  let idling: NodeJS.Timeout | undefined;

  const usesThread = (): boolean => mayUseThread && (thread !== undefined || unsealedBytes() >= MANY_BYTES);
  const endThread = async (): Promise<void> => {
    clearTimeout(idling);
    const ended = thread;
    thread = undefined;
    await ended?.end();
  };

  /** @returns whether the thread lived to do it. */
  async function runOnThread(job: SealJob): Promise<boolean> {
    clearTimeout(idling);
    try {
      const { startSealWorker } = await import("./seal-worker.ts");
      thread ??= startSealWorker(program!);
      const isDone = (await thread?.run({ dir, job })) === true;
      mayUseThread = isDone;
      if (!isDone) thread = undefined;
      return isDone;
    } finally {
      if (thread !== undefined) idling = setTimeout(() => void endThread(), IDLE_MS).unref();
    }
  }

  return {
    get usesThread() {
      return usesThread();
    },
    async run(job) {
      if (usesThread() && (await runOnThread(job))) return;
      const { runSealJob } = await import("./seal-job.ts");
      await runSealJob(job, { disk, dir, turn });
    },
    close: endThread,
  };
}

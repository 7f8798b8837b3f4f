/**
 * When builds begin: soon when a few documents wait, at once when many do, and in a bulk load when there is enough for a large segment. Also
 * who has to wait when more comes than is built.
 */
import type { PendingDocuments } from "../pending/pending-documents.ts";
import { BUILD_DOCUMENTS, BUILD_TEXT_BYTES } from "./upkeep-tasks.ts";

/** With more waiting, whoever brings more is asked to wait: a build, and what comes while it is made. */
const BUSY_TEXT_BYTES = 2.5 * BUILD_TEXT_BYTES;
/** A few documents wait this long for more; in a bulk load whose source is slow, this long. */
const START_DELAY_MS = 100;
const BULK_DELAY_MS = 5_000;

export interface BuildScheduleOptions {
  readonly pending: Pick<PendingDocuments, "count" | "textBytes">;
  /** Pending documents that start a build soon, and at once. */
  readonly startAt: number;
  readonly forceAt: number;
  /** Whether work may begin: it does not run, and nothing holds it. */
  readonly mayStart: () => boolean;
  readonly isRunning: () => boolean;
  /** Builds, and whatever else is due, until nothing is. */
  readonly work: () => Promise<void>;
}

export interface BuildSchedule {
  /** Whether enough documents wait for a build. */
  hasBatch(): boolean;
  /** Starts work now or soon, when enough documents wait. */
  readonly consider: () => void;
  /** Starts work soon, whatever waits. */
  startSoon(): void;
  /** Whether work is to start later. */
  readonly isWaiting: boolean;
  /** Does not start what was to start later. */
  readonly cancel: () => void;
  /** A build has begun: it takes what waited for it. */
  begun(): void;
  readonly bulk: () => () => void;
  /** Resolves when few enough documents wait that more may come; `undefined` when that is so now. */
  readonly ready: () => Promise<void> | undefined;
  /** Lets those go on who wait to bring more, when they may. */
  readonly letGoOn: () => void;
}

export function createBuildSchedule(options: BuildScheduleOptions): BuildSchedule {
  const { pending, startAt, forceAt, mayStart, isRunning, work } = options;
  let timer: NodeJS.Timeout | undefined;
  let bulkLoads = 0;
  /** A bulk load has brought little for a while: what is there is built. */
  let isSlow = false;
  let waiters: (() => void)[] = [];

  const isBusy = (): boolean => isRunning() && pending.textBytes > BUSY_TEXT_BYTES;
  const workLater = (begin: () => void, delayMs: number): void => {
    timer ??= setTimeout(begin, delayMs).unref();
  };

  /** Whether enough documents wait, when `least` are enough outside of bulk loads. */
  function waits(least: number): boolean {
    const { count, textBytes } = pending;
    if (bulkLoads === 0 || isSlow) return count >= least;
    return count >= Math.max(least, BUILD_DOCUMENTS) || textBytes >= BUILD_TEXT_BYTES;
  }

  function consider(): void {
    if (!mayStart()) return;
    if (waits(forceAt)) void work();
    else if (waits(startAt)) workLater(() => void work(), START_DELAY_MS);
    else if (pending.count >= startAt) workLater(workSlowly, BULK_DELAY_MS);
  }

  function workSlowly(): void {
    isSlow = true;
    void work().finally(() => (isSlow = false));
  }

  return {
    hasBatch: () => waits(startAt),
    consider,
    startSoon: () => workLater(() => void work(), START_DELAY_MS),
    get isWaiting() {
      return timer !== undefined;
    },
    cancel() {
      clearTimeout(timer);
      timer = undefined;
    },
    begun() {
      isSlow = false;
    },
    bulk() {
      bulkLoads++;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        bulkLoads--;
        consider();
      };
    },
    ready() {
      return isBusy() ? new Promise((resolve) => waiters.push(resolve)) : undefined;
    },
    letGoOn() {
      if (isBusy()) return;
      for (const goOn of waiters.splice(0)) goOn();
    },
  };
}

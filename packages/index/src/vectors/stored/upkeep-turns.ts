/**
 * Upkeep turns: one upkeep after another, whether the one before failed or not; flushes start by themselves when enough is
 * in memory.
 */
import { ioAs } from "./io-as.ts";
import type { VectorStore } from "./store.ts";
import { flushStore } from "./upkeep.ts";

/** The turns of one store. */
export interface UpkeepTurns {
  /** Resolves when the work was done in its turn. @throws IndexError INDEX_IO */
  take(work: (store: VectorStore) => Promise<void>): Promise<void>;
  /** Starts a flush when enough is in memory; waits for it only when there is far too much. */
  flushIfFull(): Promise<void>;
  /** Resolves when no work is under way. */
  settled(): Promise<void>;
}

/** Vectors in memory, in flushes, before whoever sets more waits for the disk. */
const MAX_UNFLUSHED = 4;

export function createUpkeepTurns(store: VectorStore, dir: string): UpkeepTurns {
  let last: Promise<void> = Promise.resolve();
  let isFlushing = false;

  function take(work: (store: VectorStore) => Promise<void>): Promise<void> {
    const turn = (): Promise<void> => ioAs("write", dir, () => work(store));
    last = last.then(turn, turn);
    return last;
  }

  return {
    take,
    async flushIfFull() {
      const unflushed = countUnflushed(store);
      const { flushRows } = store.limits;
      if (unflushed < flushRows) return;
      if (unflushed >= flushRows * MAX_UNFLUSHED) return take(flushStore);
      if (isFlushing) return;
      isFlushing = true;
      // A failure shows when somebody waits: at the next flush, or when memory is full.
      void take(flushStore)
        .catch(() => undefined)
        .finally(() => (isFlushing = false));
    },
    settled: () => last.catch(() => undefined),
  };
}

/** Vectors that are only in memory. */
export function countUnflushed({ frozen, pending }: VectorStore): number {
  return (frozen?.liveCount ?? 0) + (pending?.liveCount ?? 0);
}

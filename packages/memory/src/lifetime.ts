/**
 * The lifetime of a store: which verbs may start, what `close` waits for, and what it interrupts.
 * Invariant: after `close` every verb fails with MEMORY_CLOSED, also one that was under way when `close` came and was not
 * waited for.
 */
import { FramesError, isVidmemError } from "@vidmem/frames";
import { tryAppend } from "./append.ts";
import { MemoryError } from "./errors.ts";
import { indexFolder } from "./index-folder.ts";
import { writeAccessesFile } from "./accesses-file.ts";
import type { StoreState } from "./store-state.ts";

export interface Lifetime {
  /** @throws MemoryError MEMORY_CLOSED */
  open(): StoreState;
  /** @throws MemoryError MEMORY_CLOSED, FramesError FRAMES_READ_ONLY */
  openToWrite(): StoreState;
  /** Passes a short verb through; `close` waits for it. */
  finish<T>(verb: Promise<T>): Promise<T>;
  /** Runs a long verb whose source or target may stall: its signal fires when `close` comes. */
  interruptible<T>(signal: AbortSignal | undefined, verb: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Passes a listing through, until `close` comes. */
  whileOpen<T>(items: AsyncIterable<T>): AsyncGenerator<T>;
  close(): Promise<void>;
}

/**
 * `beforeRelease` is called when nothing runs any more, while the lock is still held; it is told whether everything acknowledged is
 * durable. It must not reject.
 */
export function createLifetime(state: StoreState, beforeRelease: (isDurable: boolean) => Promise<void>): Lifetime {
  const underWay = new Set<Promise<unknown>>();
  const interrupt = new AbortController();
  let closing: Promise<void> | undefined;

  function open(): StoreState {
    if (closing !== undefined) throw closedError();
    if (state.accesses.isDue(state.clock())) writeAccesses(state);
    return state;
  }

  async function closeStore(): Promise<void> {
    interrupt.abort(closedError());
    await Promise.allSettled(underWay);
    try {
      writeAccesses(state);
      await state.scoring.close();
    } finally {
      const isDurable = await isFlushed(state);
      await beforeRelease(isDurable); // which counts in the index once more; what follows is derived
      await closeIndex(state, isDurable);
      await state.log.close();
    }
  }

  return {
    open,
    openToWrite() {
      open();
      if (!state.readOnly) return state;
      throw new FramesError(
        "FRAMES_READ_ONLY",
        `The store was opened with readOnly: true (${state.dir}). Open it without.`,
        { details: { path: state.dir } },
      );
    },
    finish(verb) {
      const running = verb.finally(() => underWay.delete(running));
      underWay.add(running);
      return running;
    },
    async interruptible(signal, verb) {
      const signals = signal === undefined ? [interrupt.signal] : [signal, interrupt.signal];
      try {
        return await verb(AbortSignal.any(signals));
      } catch (error) {
        throw toClosed(error);
      }
    },
    async *whileOpen(items) {
      try {
        yield* items;
      } catch (error) {
        throw toClosed(error);
      }
    },
    close: () => (closing ??= closeStore()),
  };
}

/** The log below may notice the closing first; users know one code for it. */
function toClosed(error: unknown): unknown {
  return isVidmemError(error) && error.code === "FRAMES_CLOSED" ? closedError(error) : error;
}

function closedError(cause?: unknown): MemoryError {
  return new MemoryError("MEMORY_CLOSED", "This store is closed. Open it again with openMemory().", { cause });
}

async function isFlushed({ log }: StoreState): Promise<boolean> {
  if (log.stats().readOnly) return true;
  return log.flush().then(
    () => true,
    () => false, // closing the log says why
  );
}

/** What the index folder holds is derived: a failure there costs time at the next opening, and nothing else. */
async function closeIndex(
  { index, accesses, log, disk, dir, readOnly }: StoreState,
  isDurable: boolean,
): Promise<void> {
  try {
    if (isDurable) index.upkeep.notice(log.stats().frames);
    await index.close();
    if (!isDurable || readOnly) return;
    await writeAccessesFile(disk, indexFolder(dir), { reach: log.stats().frames, accesses: accesses.all });
  } catch {
    // The next opening reads the log instead.
  }
}

/** Access counts are worth no error: a store that cannot write them now keeps them, and keeps answering. */
function writeAccesses(state: StoreState): void {
  const { readOnly, poisoned } = state.log.stats();
  if (readOnly || poisoned) return;
  for (let frame = state.accesses.toFrame(); frame !== undefined; frame = state.accesses.toFrame()) {
    if (tryAppend(state.log, frame) === undefined) return;
    state.accesses.markWritten();
  }
}

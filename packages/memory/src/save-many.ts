/** Saving many memories: in order, sharing writes and syncs. An item that is not valid fails alone. */
import { setImmediate } from "node:timers/promises";
import type { Access } from "./access-table.ts";
import type { BulkResult, MemoryInput, Progress } from "./memory.ts";
import { startSave, type Started } from "./save.ts";
import type { StoreState } from "./store-state.ts";

/** How many failures a bulk result names. */
export const MAX_REPORTED_FAILURES = 20;
const PROGRESS_EVERY = 256;

/** How a bulk save is watched and stopped. */
export interface BulkOptions {
  /** Stops before the next item; what was saved stays. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** An item of a bulk save, with the number by which a failure names it. */
export interface NumberedInput {
  readonly item: number;
  readonly input: MemoryInput;
  /** How it was accessed where it comes from: counted in when it is new here. */
  readonly access?: Access | undefined;
}

/**
 * Saves many, in order, sharing writes and syncs. An item that is not valid is counted and reported; an error of the
 * disk ends the whole. However it ends, everything saved is durable by then.
 */
export function saveManyMemories(
  state: StoreState,
  source: Iterable<MemoryInput> | AsyncIterable<MemoryInput>,
  options: BulkOptions = {},
): Promise<BulkResult> {
  return saveNumbered(state, Symbol.asyncIterator in source ? numberedAsync(source) : numbered(source), options);
}

/** `saveManyMemories` for items that bring their own numbers. */
export async function saveNumbered(
  state: StoreState,
  source: Iterable<NumberedInput> | AsyncIterable<NumberedInput>,
  { signal, onProgress }: BulkOptions = {},
): Promise<BulkResult> {
  const bulk = createBulk(state);
  let done = 0;
  async function pause(): Promise<void> {
    onProgress?.({ done, unit: "memories" });
    await setImmediate(); // a source in memory never waits: timers and signals get their turn here
    await state.log.ready(); // until the queue has room: sooner than a full queue would stop us
  }
  signal?.throwIfAborted();
  const end = state.index.upkeep.bulk();
  try {
    if (Symbol.asyncIterator in source) {
      for await (const one of source) {
        signal?.throwIfAborted();
        await bulk.take(one);
        if (++done % PROGRESS_EVERY === 0) await pause();
      }
    } else {
      for (const one of source) {
        signal?.throwIfAborted();
        const waiting = bulk.take(one);
        if (waiting !== undefined) await waiting;
        if (++done % PROGRESS_EVERY === 0) await pause();
      }
    }
  } finally {
    end();
    await bulk.durable();
  }
  onProgress?.({ done, unit: "memories" });
  return bulk.result();
}

/** A bulk save under way. */
interface Bulk {
  /** Nearly always at once: a promise for each of a million items would be felt. @throws what is not the item's own fault. */
  take(one: NumberedInput): Promise<void> | undefined;
  /** Resolves when everything that was taken is durable. */
  durable(): Promise<void>;
  result(): BulkResult;
}

function createBulk(state: StoreState): Bulk {
  const counts = { saved: 0, duplicates: 0, failed: 0 };
  const failures: { item: number; reason: string }[] = [];
  let last: Promise<void> = Promise.resolve();

  function count({ id, duplicate, durable }: Started, access: Access | undefined): void {
    if (durable !== undefined && access !== undefined) state.accesses.carry(id, access);
    counts[duplicate ? "duplicates" : "saved"]++;
    last = durable ?? last;
  }

  function fail(item: number, error: unknown): void {
    if (!isItemError(error)) throw error;
    counts.failed++;
    if (failures.length < MAX_REPORTED_FAILURES) failures.push({ item, reason: error.message });
  }

  return {
    take({ item, input, access }) {
      try {
        const begun = startSave(state, input);
        if (begun instanceof Promise)
          return begun.then(
            (started) => count(started, access),
            (error: unknown) => fail(item, error),
          );
        count(begun, access);
      } catch (error) {
        fail(item, error);
      }
      return undefined;
    },
    // Frames become durable in order: when the last one is, all are.
    durable: () => last,
    result: () => ({ ...counts, failures }),
  };
}

function* numbered(source: Iterable<MemoryInput>): Generator<NumberedInput> {
  let item = 0;
  for (const input of source) yield { item: ++item, input };
}

async function* numberedAsync(source: AsyncIterable<MemoryInput>): AsyncGenerator<NumberedInput> {
  let item = 0;
  for await (const input of source) yield { item: ++item, input };
}

/** Whether only this item is at fault, not the store. */
function isItemError(error: unknown): error is Error {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof Error && "code" in error && error.code === "FRAMES_TOO_LARGE";
}

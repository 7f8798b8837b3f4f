/** Saving: one memory, or many. The frame is appended, then indexed at once, then acknowledged when it is durable. */
import { isFrameId, type FrameId } from "@vidmem/frames";
import type { BulkResult, MemoryInput, Progress, SaveResult } from "./memory.ts";
import { contentKey } from "./records/content-key.ts";
import { fromFrame, toFrame } from "./records/memory-frame.ts";
import { toRecord } from "./records/record.ts";
import { applyVersion, type StoreState } from "./store-state.ts";

/** How many failures a bulk result names. */
export const MAX_REPORTED_FAILURES = 20;
const PROGRESS_EVERY = 256;

/** A save whose place in the log is fixed; `durable` says when it is safe. */
interface Started extends SaveResult {
  readonly durable: Promise<void>;
}

/** Saves one memory and waits until it is as durable as the store promises. */
export async function saveMemory(state: StoreState, input: MemoryInput): Promise<SaveResult> {
  await state.log.ready();
  const { id, duplicate, durable } = await startSave(state, input);
  await durable;
  return { id, duplicate };
}

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
}

/**
 * Saves many, in order, sharing writes and syncs. An item that is not valid is counted and reported; an error of the
 * disk ends the whole. Resolves when everything saved is durable.
 */
export function saveManyMemories(
  state: StoreState,
  source: Iterable<MemoryInput> | AsyncIterable<MemoryInput>,
  options: BulkOptions = {},
): Promise<BulkResult> {
  return saveNumbered(state, numbered(source), options);
}

/** `saveManyMemories` for items that bring their own numbers. */
export async function saveNumbered(
  state: StoreState,
  source: AsyncIterable<NumberedInput>,
  { signal, onProgress }: BulkOptions = {},
): Promise<BulkResult> {
  const counts = { saved: 0, duplicates: 0, failed: 0 };
  const failures: { item: number; reason: string }[] = [];
  let done = 0;
  let last: Promise<void> = Promise.resolve();
  for await (const { item, input } of source) {
    signal?.throwIfAborted();
    try {
      await state.log.ready();
      const { duplicate, durable } = await startSave(state, input);
      counts[duplicate ? "duplicates" : "saved"]++;
      if (!duplicate) last = durable;
    } catch (error) {
      if (!isItemError(error)) throw error;
      counts.failed++;
      if (failures.length < MAX_REPORTED_FAILURES) failures.push({ item, reason: error.message });
    }
    if (++done % PROGRESS_EVERY === 0) onProgress?.({ done, unit: "memories" });
  }
  // Frames become durable in order: when the last one is, all are.
  await last;
  onProgress?.({ done, unit: "memories" });
  return { ...counts, failures };
}

async function* numbered(source: Iterable<MemoryInput> | AsyncIterable<MemoryInput>): AsyncGenerator<NumberedInput> {
  let item = 0;
  for await (const input of source) yield { item: ++item, input };
}

async function startSave(state: StoreState, input: MemoryInput): Promise<Started> {
  const now = state.clock();
  const record = toRecord(input, now);
  const key = contentKey(record);
  const known = await findDuplicate(state, key);
  if (known !== undefined) {
    state.accesses.count(known.id, now);
    return { id: known.id, duplicate: true, durable: known.durable };
  }
  const { id, seq, durable } = state.log.append({ ...toFrame(record, now), id: freeId(state, input.id) });
  applyVersion(state, { id, seq, savedAt: now, record });
  return { id, duplicate: false, durable };
}

/**
 * Looks for the current memory with this key. Between the last look at the table and the return nothing is awaited, so the
 * caller can append at once and no second save of the same memory slips in between.
 */
async function findDuplicate(
  state: StoreState,
  key: string,
): Promise<{ id: FrameId; durable: Promise<void> } | undefined> {
  const different = new Set<number>();
  for (;;) {
    const seq = state.duplicates.candidates(key).find((candidate) => !different.has(candidate));
    if (seq === undefined) return undefined;
    // Reading waits for the commit of a frame that is still queued: a duplicate is acknowledged only when it is safe too.
    const frame = await state.log.readAt(seq);
    const isCurrent = frame !== undefined && state.catalog.get(frame.id)?.seq === seq;
    if (!isCurrent) state.duplicates.remove(key, seq);
    else if (contentKey(fromFrame(frame)) === key) return { id: frame.id, durable: Promise.resolve() };
    different.add(seq);
  }
}

/** An id from outside is kept when it has our form and nobody has it; otherwise the log mints one. */
function freeId(state: StoreState, id: string | undefined): FrameId | undefined {
  return isFrameId(id) && !state.catalog.has(id) ? id : undefined;
}

/** Whether only this item is at fault, not the store. */
function isItemError(error: unknown): error is Error {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof Error && "code" in error && error.code === "FRAMES_TOO_LARGE";
}

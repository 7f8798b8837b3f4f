/** Saving: one memory, or many. The frame is appended, then indexed at once, then acknowledged when it is durable. */
import { setImmediate } from "node:timers/promises";
import { isFrameId, type FrameId } from "@vidmem/frames";
import type { Access } from "./accesses.ts";
import { tryAppend } from "./append.ts";
import { isCurrent } from "./current.ts";
import type { BulkResult, MemoryInput, Progress, SaveResult } from "./memory.ts";
import { contentKey } from "./records/content-key.ts";
import { fromFrame, toFrame } from "./records/memory-frame.ts";
import { toRecord, type MemoryRecord } from "./records/record.ts";
import { applyVersion, type StoreState, type Version } from "./store-state.ts";
import { isTaken, saveGhost } from "./typed/ghost-verbs.ts";
import { loadWorking, useWorking } from "./typed/working.ts";

/** How many failures a bulk result names. */
export const MAX_REPORTED_FAILURES = 20;
const PROGRESS_EVERY = 256;

/** A save whose place in the log is fixed; `durable` says when it is safe, and is absent when nothing was appended. */
interface Started extends SaveResult {
  readonly durable?: Promise<void>;
}

/** Saves one memory and waits until it is as durable as the store promises. */
export async function saveMemory(state: StoreState, input: MemoryInput): Promise<SaveResult> {
  const { id, duplicate, durable } = await startSave(state, input);
  await durable;
  if (input.scoring === "now") await state.scoring.catchUp();
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
  signal?.throwIfAborted();
  try {
    for await (const { item, input, access } of source) {
      signal?.throwIfAborted();
      try {
        const { id, duplicate, durable } = await startSave(state, input);
        if (!duplicate && access !== undefined) state.accesses.carry(id, access);
        counts[duplicate ? "duplicates" : "saved"]++;
        last = durable ?? last;
      } catch (error) {
        if (!isItemError(error)) throw error;
        counts.failed++;
        if (failures.length < MAX_REPORTED_FAILURES) failures.push({ item, reason: error.message });
      }
      if (++done % PROGRESS_EVERY !== 0) continue;
      onProgress?.({ done, unit: "memories" });
      await setImmediate(); // a source in memory never waits: timers and signals get their turn here
    }
  } finally {
    // Frames become durable in order: when the last one is, all are.
    await last;
  }
  onProgress?.({ done, unit: "memories" });
  return { ...counts, failures };
}

async function* numbered(source: Iterable<MemoryInput> | AsyncIterable<MemoryInput>): AsyncGenerator<NumberedInput> {
  let item = 0;
  for await (const input of source) yield { item: ++item, input };
}

async function startSave(state: StoreState, input: MemoryInput): Promise<Started> {
  const now = state.clock();
  // Everything that is the caller's is read and copied before the first wait.
  const record = toRecord(input, now);
  if (record.type === "ghost") return saveGhost(state, record, input.id);
  if (record.type === "working") await loadWorking(state, record.namespace);
  const frame = { ...toFrame(record, now), family: record.namespace };
  const key = contentKey(record);
  const different = new Set<number>();
  await state.log.ready();
  for (;;) {
    // Invariant: from this look at the table to the append nothing is awaited, so no save of the same slips in between.
    const candidate = state.duplicates.candidates(key).find((seq) => !different.has(seq));
    if (candidate === undefined) {
      const appended = tryAppend(state.log, { ...frame, id: freeId(state, input.id) });
      if (appended !== undefined) return apply(state, { ...appended, savedAt: now, record });
      await state.log.flush();
      continue;
    }
    const id = await confirmDuplicate(state, key, candidate);
    if (id !== undefined) {
      state.accesses.count(id, now);
      state.working.use(record.namespace, id);
      return { id, duplicate: true };
    }
    different.add(candidate);
  }
}

function apply(state: StoreState, version: Version & { readonly durable: Promise<void> }): Started {
  applyVersion(state, version);
  state.scoring.notice();
  if (version.record.type === "working") useWorking(state, version.id, version.record.namespace);
  return { id: version.id, duplicate: false, durable: version.durable };
}

/** The stored memory that is the same as a record: what a save of it would find. */
export async function findSame(state: StoreState, record: MemoryRecord): Promise<FrameId | undefined> {
  const key = contentKey(record);
  for (const seq of state.duplicates.candidates(key)) {
    const id = await confirmDuplicate(state, key, seq);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** The id of the memory whose current version is the frame `seq`, when it has this key. */
async function confirmDuplicate(state: StoreState, key: string, seq: number): Promise<FrameId | undefined> {
  // Reading waits for the commit of a frame that is still queued: a duplicate is acknowledged only when it is safe too.
  const frame = await state.log.readAt(seq);
  if (frame === undefined || !isCurrent(state, frame.id, seq)) {
    state.duplicates.remove(key, seq);
    return undefined;
  }
  return contentKey(fromFrame(frame)) === key ? frame.id : undefined;
}

/** An id from outside is kept when it has our form and nobody has it; otherwise the log mints one. */
function freeId(state: StoreState, id: string | undefined): FrameId | undefined {
  return isFrameId(id) && !isTaken(state, id) ? id : undefined;
}

/** Whether only this item is at fault, not the store. */
function isItemError(error: unknown): error is Error {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return error instanceof Error && "code" in error && error.code === "FRAMES_TOO_LARGE";
}

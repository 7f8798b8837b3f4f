/** Saving one memory. The frame is appended, then indexed at once, then acknowledged when it is durable. */
import { isFrameId, type FrameId } from "@vidmem/frames";
import { tryAppend } from "./append.ts";
import { isCurrent } from "./current.ts";
import type { MemoryInput, SaveResult } from "./memory.ts";
import { contentKey, toFingerprint } from "./records/content-key.ts";
import { fromFrame, isMemory } from "./records/memory-frame.ts";
import { toRecord, type MemoryRecord } from "./records/record.ts";
import { keepFrame, toStoredFrame, type StoredFrameInput } from "./stored-frame.ts";
import { applyVersion, type StoreState } from "./store-state.ts";
import { isTaken, saveGhost } from "./typed/ghost-verbs.ts";
import { loadWorking, useWorking } from "./typed/working.ts";

const NONE: ReadonlySet<number> = new Set();

/** A save whose place in the log is fixed; `durable` says when it is safe, and is absent when nothing was appended. */
export interface Started extends SaveResult {
  readonly durable?: Promise<void>;
}

/** Saves one memory and waits until it is as durable as the store promises. */
export async function saveMemory(state: StoreState, input: MemoryInput): Promise<SaveResult> {
  const { id, duplicate, durable } = await startSave(state, input);
  await durable;
  if (input.scoring === "now") await state.scoring.catchUp();
  return { id, duplicate };
}

/** A memory that is ready to be appended. */
interface Prepared {
  readonly record: MemoryRecord;
  readonly frame: StoredFrameInput;
  readonly key: string;
  readonly savedAt: number;
  readonly wantedId: string | undefined;
}

/** Everything that is the caller's is read and copied before it returns. At once, unless something has to be read or waited for. */
export function startSave(state: StoreState, input: MemoryInput): Started | Promise<Started> {
  const savedAt = state.clock();
  const record = toRecord(input, savedAt);
  if (record.type === "ghost") return saveGhost(state, record, input.id);
  const key = contentKey(record);
  const frame = toStoredFrame(record, savedAt, { key, encode: state.encode });
  const prepared = { record, frame, key, savedAt, wantedId: input.id };
  if (record.type === "working") return startWorking(state, keep(prepared));
  const isBusy = state.index.upkeep.ready() !== undefined;
  return (isBusy ? undefined : appendNew(state, prepared)) ?? startSlowly(state, keep(prepared));
}

/** What waits must not lie in memory that others use meanwhile. */
function keep(prepared: Prepared): Prepared {
  return { ...prepared, frame: keepFrame(prepared.frame) };
}

async function startWorking(state: StoreState, prepared: Prepared): Promise<Started> {
  await loadWorking(state, prepared.record.namespace);
  return appendNew(state, prepared) ?? startSlowly(state, prepared);
}

/** Appends what no stored memory can be the same as; `undefined` when one may be, or the queue is full. */
function appendNew(
  state: StoreState,
  { record, frame, savedAt, wantedId }: Prepared,
  different: ReadonlySet<number> = NONE,
): Started | undefined {
  // Invariant: from this look at the table to the append nothing is awaited, so no save of the same slips in between.
  if (firstUnseen(state.log.withFingerprint(frame.fingerprint), different) !== undefined) return undefined;
  const wanted = freeId(state, wantedId);
  const appended = tryAppend(state.log, wanted === undefined ? frame : { ...frame, id: wanted });
  if (appended === undefined) return undefined;
  const { id, seq, durable } = appended;
  applyVersion(state, { id, seq, savedAt, record, utf8: frame.content }, undefined);
  state.scoring.notice();
  if (record.type === "working") useWorking(state, id, record.namespace);
  return { id, duplicate: false, durable };
}

async function startSlowly(state: StoreState, prepared: Prepared): Promise<Started> {
  const { record, frame, key, savedAt } = prepared;
  const different = new Set<number>();
  // Throws when the log is poisoned, also for what is there already: nothing is acknowledged any more.
  await state.log.ready();
  await state.index.upkeep.ready();
  for (;;) {
    const candidate = firstUnseen(state.log.withFingerprint(frame.fingerprint), different);
    const id = candidate === undefined ? undefined : await confirmDuplicate(state, key, candidate);
    if (id !== undefined) {
      state.accesses.count(id, savedAt);
      state.working.use(record.namespace, id);
      return { id, duplicate: true };
    }
    if (candidate === undefined) await state.log.flush();
    else different.add(candidate);
    const started = appendNew(state, prepared, different);
    if (started !== undefined) return started;
  }
}

/** The stored memory that is the same as a record: what a save of it would find. */
export async function findSame(state: StoreState, record: MemoryRecord): Promise<FrameId | undefined> {
  const key = contentKey(record);
  for (const seq of state.log.withFingerprint(toFingerprint(key))) {
    const id = await confirmDuplicate(state, key, seq);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** The id of the memory whose current version is the frame `seq`, when it has this key. */
async function confirmDuplicate(state: StoreState, key: string, seq: number): Promise<FrameId | undefined> {
  // Reading waits for the commit of a frame that is still queued: a duplicate is acknowledged only when it is safe too.
  const frame = await state.log.readAt(seq);
  if (frame === undefined || !isMemory(frame) || !isCurrent(state, frame.id, seq)) return undefined;
  return contentKey(fromFrame(frame)) === key ? frame.id : undefined;
}

function firstUnseen(seqs: Iterable<number>, seen: ReadonlySet<number>): number | undefined {
  for (const seq of seqs) if (!seen.has(seq)) return seq;
  return undefined;
}

/** An id from outside is kept when it has our form and nobody has it; otherwise the log mints one. */
function freeId(state: StoreState, id: string | undefined): FrameId | undefined {
  return isFrameId(id) && !isTaken(state, id) ? id : undefined;
}

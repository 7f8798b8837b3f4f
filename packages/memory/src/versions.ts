/**
 * Versions: a newer version of a memory, or its end, appended to the log and shown at once.
 * Invariant: appending and showing happen in one step, so nobody sees one without the other.
 */
import type { Appended, FrameId } from "@vidmem/frames";
import { tryAppend } from "./append.ts";
import { currentVersion } from "./current.ts";
import { toStoredFrame } from "./stored-frame.ts";
import type { MemoryRecord } from "./records/record.ts";
import { applyVersion, removeVersion, type StoreState } from "./store-state.ts";

/** Appends it as the current version; `undefined` when the log's queue is full. */
function appendUpdate(state: StoreState, version: NewVersion): Appended | undefined {
  const { id, record, savedAt = state.clock(), sameContentAs } = version;
  const before = currentVersion(state, id);
  const frame = toStoredFrame(record, savedAt, { encode: state.encode });
  const appended = tryAppend(state.log, { ...frame, id, kind: "update" });
  if (appended === undefined) return undefined;
  applyVersion(state, { id, seq: appended.seq, savedAt, record, utf8: frame.content }, before);
  if (sameContentAs !== undefined) state.scoring.carry(sameContentAs, appended.seq);
  state.scoring.notice();
  return appended;
}

/** A newer version of a memory. */
interface NewVersion {
  readonly id: FrameId;
  readonly record: MemoryRecord;
  /** ms; default now. */
  readonly savedAt?: number | undefined;
  /** The place of a version with the same content, whose significance it keeps. */
  readonly sameContentAs?: number | undefined;
}

/**
 * `appendUpdate` that waits for room, as long as `isExpected` says that nobody changed the memory meanwhile.
 * @returns `undefined` when somebody did: then nothing was appended.
 */
export async function supersede(
  state: StoreState,
  version: NewVersion,
  isExpected: () => boolean,
): Promise<Appended | undefined> {
  await state.log.ready();
  while (isExpected()) {
    const appended = appendUpdate(state, version);
    if (appended !== undefined) return appended;
    await state.log.flush();
  }
  return undefined;
}

/** Appends the tombstone of the memory `id`; `undefined` when the log's queue is full: then `log.flush()` makes room. */
export function endMemory(state: StoreState, id: FrameId): Appended | undefined {
  const now = state.clock();
  const before = currentVersion(state, id);
  const appended = tryAppend(state.log, { id, kind: "tombstone", content: new Uint8Array(), timestamp: now });
  if (appended !== undefined && before !== undefined) removeVersion(state, id, { before, at: now, seq: appended.seq });
  return appended;
}

/** Revising: a newer version of a memory, or its end. Both are appended; history stays until compaction. */
import type { FrameId } from "@vidmem/frames";
import { tryAppend } from "./append.ts";
import { currentSeq, isCurrent } from "./current.ts";
import type { JsonObject, Memory, MemoryPatch } from "./memory.ts";
import { toJson } from "./records/canonical-json.ts";
import { fromFrame, toFrame, toMemory } from "./records/memory-frame.ts";
import { toImportance, toMetadata, toName, toTags, toType, type MemoryRecord } from "./records/record.ts";
import { applyVersion, removeVersion, type StoreState } from "./store-state.ts";

/**
 * Appends a version in which the patch is applied; the id and the time of the memory stay.
 * @returns the memory as it is now, or `undefined` when there is none. @throws TypeError, RangeError naming the field.
 */
export async function updateMemory(state: StoreState, id: FrameId, patch: MemoryPatch): Promise<Memory | undefined> {
  const apply = toChange(patch);
  for (;;) {
    // Throws when the log is poisoned: then the current version may be one that never reached the disk.
    await state.log.ready();
    const seq = currentSeq(state, id);
    if (seq === undefined) return undefined;
    const frame = await state.log.readAt(seq);
    // Another update may have come first while this one was reading: then start from that one.
    if (frame === undefined || !isCurrent(state, id, seq)) continue;
    const record = apply(fromFrame(frame));
    const savedAt = state.clock();
    const appended = tryAppend(state.log, {
      ...toFrame(record, savedAt),
      id,
      kind: "update",
      family: record.namespace,
    });
    if (appended === undefined) {
      await state.log.flush();
      continue;
    }
    applyVersion(state, { id, seq: appended.seq, savedAt, record });
    await appended.durable;
    return toMemory(id, record, state.accesses.of(id));
  }
}

/** Appends a tombstone. @returns whether there was such a memory. */
export async function forgetMemory(state: StoreState, id: FrameId): Promise<boolean> {
  await state.log.ready();
  for (;;) {
    if (currentSeq(state, id) === undefined) return false;
    const now = state.clock();
    const appended = tryAppend(state.log, { id, kind: "tombstone", content: new Uint8Array(), timestamp: now });
    if (appended === undefined) {
      await state.log.flush();
      continue;
    }
    removeVersion(state, id, now);
    await appended.durable;
    return true;
  }
}

const PATCH_KEYS: ReadonlySet<string> = new Set([
  "content",
  "type",
  "tags",
  "metadata",
  "importance",
  "session",
  "speaker",
]);

/** What a patch does to a record; the patch is read and copied here and now. */
function toChange(patch: MemoryPatch): (record: MemoryRecord) => MemoryRecord {
  for (const key of Object.keys(patch))
    if (!PATCH_KEYS.has(key)) throw new TypeError(`update: "${key}" cannot be changed`);
  const { content, type, tags, metadata, importance, session, speaker } = patch;
  const changed: Partial<MemoryRecord> = {
    ...(content === undefined ? {} : { content: toJson(content, "content"), embedding: undefined }),
    ...(type === undefined ? {} : { type: toType(type) }),
    ...(tags === undefined ? {} : { tags: toTags(tags) }),
    ...(importance === undefined ? {} : { importance: toImportance(importance) }),
    ...(session === undefined ? {} : { session: session === null ? undefined : toName(session, "session") }),
    ...(speaker === undefined ? {} : { speaker: speaker === null ? undefined : toName(speaker, "speaker") }),
  };
  const fields = metadata === undefined ? {} : toMetadata(metadata);
  return (record) => ({ ...record, ...changed, metadata: mergeMetadata(record.metadata, fields) });
}

function mergeMetadata(before: JsonObject, fields: JsonObject): JsonObject {
  const merged = Object.entries({ ...before, ...fields });
  return Object.fromEntries(merged.filter(([key, value]) => value !== null || !Object.hasOwn(fields, key)));
}

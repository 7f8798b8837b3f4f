/** Revising: a newer version of a memory, or its end. Both are appended; history stays until compaction. */
import type { FrameId } from "@vidmem/frames";
import type { Memory, MemoryPatch } from "./memory.ts";
import { assertJson } from "./records/canonical-json.ts";
import { fromFrame, toFrame, toMemory } from "./records/memory-frame.ts";
import { toImportance, toMetadata, toName, toTags, toType, type MemoryRecord } from "./records/record.ts";
import { applyVersion, removeVersion, type StoreState } from "./store-state.ts";

/**
 * Appends a version in which the patch is applied; the id and the time of the memory stay.
 * @returns the memory as it is now, or `undefined` when there is none. @throws TypeError, RangeError naming the field.
 */
export async function updateMemory(state: StoreState, id: FrameId, patch: MemoryPatch): Promise<Memory | undefined> {
  for (;;) {
    const current = state.catalog.get(id);
    if (current === undefined) return undefined;
    const frame = await state.log.readAt(current.seq);
    // Another update may have come first while this one was reading: then start from that one.
    if (frame === undefined || state.catalog.get(id)?.seq !== current.seq) continue;
    const record = applyPatch(fromFrame(frame), patch);
    const savedAt = state.clock();
    const appended = state.log.append({ ...toFrame(record, savedAt), id, kind: "update" });
    applyVersion(state, { id, seq: appended.seq, savedAt, record });
    await appended.durable;
    return toMemory(id, record, state.accesses.of(id));
  }
}

/** Appends a tombstone. @returns whether there was such a memory. */
export async function forgetMemory(state: StoreState, id: FrameId): Promise<boolean> {
  if (!state.catalog.has(id)) return false;
  const now = state.clock();
  const { durable } = state.log.append({ id, kind: "tombstone", content: new Uint8Array(), timestamp: now });
  removeVersion(state, id, now);
  await durable;
  return true;
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

function applyPatch(record: MemoryRecord, patch: MemoryPatch): MemoryRecord {
  for (const key of Object.keys(patch))
    if (!PATCH_KEYS.has(key)) throw new TypeError(`update: "${key}" cannot be changed`);
  const { content, type, tags, metadata, importance, session, speaker } = patch;
  if (content !== undefined) assertJson(content, "content");
  return {
    ...record,
    ...(content === undefined ? {} : { content, embedding: undefined }),
    ...(type === undefined ? {} : { type: toType(type) }),
    ...(tags === undefined ? {} : { tags: toTags(tags) }),
    ...(importance === undefined ? {} : { importance: toImportance(importance) }),
    ...(session === undefined ? {} : { session: session === null ? undefined : toName(session, "session") }),
    ...(speaker === undefined ? {} : { speaker: speaker === null ? undefined : toName(speaker, "speaker") }),
    metadata: mergeMetadata(record.metadata, metadata),
  };
}

function mergeMetadata(before: Memory["metadata"], patch: MemoryPatch["metadata"]): Memory["metadata"] {
  if (patch === undefined) return before;
  const merged = { ...before, ...toMetadata(patch) };
  return Object.fromEntries(Object.entries(merged).filter(([key, value]) => value !== null || !(key in patch)));
}

/** Revising: a newer version of a memory, or its end. Both are appended; history stays until compaction. */
import type { FrameId } from "@vidmem/frames";
import { currentSeq, isCurrent } from "./current.ts";
import { factsOf } from "./facts.ts";
import type { JsonObject, Memory, MemoryPatch } from "./memory.ts";
import { toJson } from "./records/canonical-json.ts";
import { fromFrame, toMemory } from "./records/memory-frame.ts";
import {
  metadataTags,
  toImportance,
  toMetadata,
  toName,
  toTags,
  toType,
  withMetadataTags,
  type MemoryRecord,
} from "./records/record.ts";
import type { StoreState } from "./store-state.ts";
import { ghostToMemory } from "./typed/ghost-verbs.ts";
import type { Ghost } from "./typed/ghosts.ts";
import { loadWorking, useWorking } from "./typed/working.ts";
import { endMemory, supersede } from "./versions.ts";

/**
 * Appends a version in which the patch is applied; the id and the time of the memory stay. A ghost whose type becomes another
 * one is stored from then on.
 * @returns the memory as it is now, or `undefined` when there is none. @throws TypeError, RangeError naming the field.
 */
export async function updateMemory(state: StoreState, id: FrameId, patch: MemoryPatch): Promise<Memory | undefined> {
  const apply = toChange(patch);
  for (;;) {
    const before = findGhost(state, id) ?? (await readStored(state, id));
    if (before === undefined) return undefined;
    const { ghost } = before;
    const record = apply(before.record);
    if (record.type === "ghost") {
      if (ghost === undefined) throw new TypeError("type: a stored memory cannot become a ghost, it is on the disk");
      return ghostToMemory(state.ghosts.replace(ghost, record));
    }
    if (record.type === "working") await loadWorking(state, record.namespace);
    const appended = await supersede(
      state,
      { id, record, sameContentAs: sameContent(before, record) },
      before.isCurrent,
    );
    if (appended === undefined) continue; // another change came first: start from that one
    if (ghost !== undefined) {
      state.ghosts.forget(id);
      state.accesses.carry(id, ghost.access);
    }
    if (record.type === "working") useWorking(state, id, record.namespace);
    await appended.durable;
    return toMemory(id, record, factsOf(state, id, appended.seq));
  }
}

/** What an update starts from. */
interface Before {
  readonly record: MemoryRecord;
  readonly seq?: number;
  readonly ghost?: Ghost;
  /** Whether nobody has changed it since. */
  readonly isCurrent: () => boolean;
}

/** The place of the version before, when its content stays. */
function sameContent(before: Before, record: MemoryRecord): number | undefined {
  return before.record.content === record.content ? before.seq : undefined;
}

function findGhost(state: StoreState, id: FrameId): Before | undefined {
  const ghost = state.ghosts.find(id);
  if (ghost === undefined) return undefined;
  return { record: ghost.record, ghost, isCurrent: () => state.ghosts.find(id)?.ref === ghost.ref };
}

async function readStored(state: StoreState, id: FrameId): Promise<Before | undefined> {
  for (;;) {
    // Throws when the log is poisoned: then the current version may be one that never reached the disk.
    await state.log.ready();
    const seq = currentSeq(state, id);
    // It may have been poisoned since: then what is missing may only be lost.
    if (seq === undefined) return state.log.ready().then(() => undefined);
    const frame = await state.log.readAt(seq);
    if (frame !== undefined && isCurrent(state, id, seq))
      return { record: fromFrame(frame), seq, isCurrent: () => isCurrent(state, id, seq) };
  }
}

/** Appends a tombstone. @returns whether there was such a memory. */
export async function forgetMemory(state: StoreState, id: FrameId): Promise<boolean> {
  if (state.ghosts.forget(id)) return true;
  await state.log.ready();
  while (currentSeq(state, id) !== undefined) {
    const appended = endMemory(state, id);
    if (appended !== undefined) return appended.durable.then(() => true);
    await state.log.flush();
  }
  await state.log.ready();
  return false;
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
  if (metadata === undefined) return (record) => ({ ...record, ...changed });
  const fields = toMetadata(metadata);
  return (record) => {
    const merged = mergeMetadata(record.metadata, fields);
    return { ...record, ...changed, metadata: merged, tags: changed.tags ?? moveTags(record, merged) };
  };
}

/** Tags that came from `metadata.tags` go and come with it. */
function moveTags({ tags, metadata }: MemoryRecord, merged: JsonObject): readonly string[] {
  const before = new Set(metadataTags(metadata));
  return withMetadataTags(
    tags.filter((tag) => !before.has(tag)),
    merged,
  );
}

function mergeMetadata(before: JsonObject, fields: JsonObject): JsonObject {
  const merged = Object.entries({ ...before, ...fields });
  return Object.fromEntries(merged.filter(([key, value]) => value !== null || !Object.hasOwn(fields, key)));
}

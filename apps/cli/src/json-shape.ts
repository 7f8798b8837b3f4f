/** Memories and hits as `--json` prints them: every field is always there, `null` when it is unknown. */
import type { Hit, JsonObject, Memory } from "@vidmem/memory";

export function toJsonHit(hit: Hit): object {
  const {
    id,
    score,
    content,
    timestamp,
    type,
    tags,
    session = null,
    speaker = null,
    metadata,
    namespace,
    importance,
    why,
  } = hit;
  const shape = { id, score, content, timestamp, type, tags, session, speaker, metadata, namespace, importance };
  return why === undefined ? shape : { ...shape, why };
}

export function toJsonMemory(memory: Memory): JsonObject {
  const {
    id,
    content,
    timestamp,
    type,
    tags,
    session = null,
    speaker = null,
    metadata,
    namespace,
    importance,
  } = memory;
  const { accessCount, lastAccessed = null, significance = null } = memory;
  return {
    id,
    content,
    timestamp,
    type,
    tags,
    session,
    speaker,
    metadata,
    namespace,
    importance,
    accessCount,
    lastAccessed,
    significance,
  };
}

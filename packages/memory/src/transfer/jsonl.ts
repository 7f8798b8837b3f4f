/**
 * JSONL: one memory a line, fields as in `Memory`. Times are ms, ISO texts, or seconds as other memory systems write them.
 * Fields that we do not know are kept under `metadata`, so nothing is lost on the way in.
 */
import { isFrameId } from "@vidmem/frames";
import type { Json, JsonObject, Memory, MemoryInput, TimeLike } from "../memory.ts";
import type { ImportedMemory } from "../migration/source.ts";
import { fromVaultEntry, isVaultEntry } from "../migration/vault-entry.ts";
import { isPlainObject } from "../records/canonical-json.ts";

/** Below this, a number cannot be ms of any time after 1973-03-03: it is seconds. */
const LEAST_MS = 1e11;
const OWN_FIELDS: ReadonlySet<string> = new Set([
  "id",
  "type",
  "content",
  "timestamp",
  "namespace",
  "session",
  "speaker",
  "tags",
  "importance",
  "metadata",
  "embedding",
  "accessCount",
  "lastAccessed",
  "significance",
]);

/** The line of a memory, without its end. A time that would be taken for seconds is written as an ISO text. */
export function toJsonLine(memory: Memory, embedding?: Float32Array): string {
  const { timestamp } = memory;
  return JSON.stringify({
    ...memory,
    timestamp: Math.abs(timestamp) < LEAST_MS ? new Date(timestamp).toISOString() : timestamp,
    ...(embedding === undefined ? {} : { embedding: Array.from(embedding) }),
  });
}

/** A memory from a line, and how it was accessed there. @throws TypeError that names what is wrong; it never quotes the line. */
export function fromJsonLine(line: string): ImportedMemory {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new TypeError("the line is not JSON");
  }
  if (!isPlainObject(value)) throw new TypeError("the line is not a JSON object");
  if (!("content" in value)) throw new TypeError("the line has no content");
  if (isVaultEntry(value)) return fromVaultEntry(value as JsonObject);
  return { input: toInput(value), access: toAccess(value) };
}

function toInput(value: Record<string, unknown>): MemoryInput {
  const known: Record<string, unknown> = {};
  const others: [string, Json][] = [];
  for (const key of Object.keys(value)) {
    const field = value[key];
    if (!OWN_FIELDS.has(key)) others.push([key, field as Json]);
    else if (field !== null) known[key] = field;
  }
  const { timestamp } = known;
  if (timestamp !== undefined) known["timestamp"] = toTime(timestamp);
  known["content"] = value["content"];
  known["metadata"] = toMetadata(others, value);
  // `toRecord` checks every field: here only their places are settled.
  return known as unknown as MemoryInput;
}

/** The memory's own metadata, with the fields that are none of ours and an id that is not of our form. */
function toMetadata(others: readonly [string, Json][], { id, metadata }: Record<string, unknown>): JsonObject {
  const own = metadata === undefined || metadata === null ? {} : assertObject(metadata);
  const sourceId = foreignId(id);
  return others.length === 0 && sourceId === undefined ? own : { ...Object.fromEntries(others), ...sourceId, ...own };
}

/** As our own exports tell it. */
function toAccess({ accessCount: count, lastAccessed: last }: Record<string, unknown>): ImportedMemory["access"] {
  if (!Number.isSafeInteger(count) || Number(count) < 1) return undefined;
  return { count: Number(count), ...(Number.isFinite(last) ? { last: Number(last) } : {}) };
}

function toTime(value: unknown): TimeLike {
  return typeof value === "number" && Math.abs(value) < LEAST_MS ? Math.round(value * 1000) : (value as TimeLike);
}

/** An id that is not of our form stays findable as `metadata.sourceId`. */
function foreignId(id: unknown): { sourceId: string | number } | undefined {
  return typeof id === "number" || (typeof id === "string" && !isFrameId(id)) ? { sourceId: id } : undefined;
}

function assertObject(metadata: unknown): JsonObject {
  if (isPlainObject(metadata)) return metadata as JsonObject;
  throw new TypeError("metadata must be a plain object");
}

/**
 * A memory of the V2 vault as a memory of ours. Page: docs/format/vault-v2.md. Files and JSONL exports of the vault hold the
 * same fields, so both come in the same and are duplicates of each other.
 */
import { isFrameId } from "@vidmem/frames";
import { MEMORY_TYPES, type Json, type JsonObject, type MemoryInput, type MemoryType } from "../memory.ts";
import { assertFields, type ImportedMemory } from "./source.ts";

const OWN_FIELDS: ReadonlySet<string> = new Set([
  "id",
  "type",
  "content",
  "metadata",
  "timestamp",
  "access_count",
  "last_accessed",
  "decay_rate",
  "importance",
  "embedding",
]);

/** What a type means in a file: the vault keeps working memories and ghosts in its process, so what lies in a file was made to stay. */
const PERSISTENT: Readonly<Partial<Record<MemoryType, MemoryType>>> = { working: "semantic", ghost: "episodic" };

/** Whether a line of JSONL is one of the vault's. */
export function isVaultEntry(value: Readonly<Record<string, unknown>>): boolean {
  return "content" in value && "access_count" in value && "type" in value && typeof value["timestamp"] === "number";
}

/** What is known of an entry besides its own fields. */
export interface VaultExtras {
  readonly tags?: readonly string[] | undefined;
  readonly embedding?: Float32Array | undefined;
}

/** @throws TypeError naming the field. */
export function fromVaultEntry(value: Json, { tags = [], embedding }: VaultExtras = {}): ImportedMemory {
  const fields = assertFields(value);
  if (fields["content"] === undefined) throw new TypeError("a memory has no content");
  const { id, timestamp, importance } = fields;
  const input: MemoryInput = {
    content: fields["content"],
    type: toStoredType(fields["type"]),
    metadata: toMetadata(fields),
    ...(tags.length === 0 ? {} : { tags }),
    ...(typeof importance === "number" ? { importance: Math.min(1, Math.max(0, importance)) } : {}),
    ...(typeof timestamp === "number" ? { timestamp: toMs(timestamp) } : {}),
    ...(isFrameId(id) ? { id } : {}),
    ...(embedding === undefined ? {} : { embedding }),
  };
  return { input, access: toAccess(fields) };
}

function toStoredType(value: Json | undefined): MemoryType {
  const type = MEMORY_TYPES.find((known) => known === value);
  if (type === undefined) throw new TypeError(`type must be one of ${MEMORY_TYPES.join(", ")}`);
  return PERSISTENT[type] ?? type;
}

/** Fields that we have no place for are kept here, so nothing is lost on the way in. */
function toMetadata(fields: JsonObject): JsonObject {
  const { id, metadata = null, decay_rate: decayRate = 0 } = fields;
  const unknown = Object.entries(fields).filter(([name]) => !OWN_FIELDS.has(name));
  const isForeign = id !== undefined && id !== null && !isFrameId(id);
  return {
    ...Object.fromEntries(unknown),
    ...(isForeign ? { sourceId: id } : {}),
    ...(decayRate === 0 || decayRate === null ? {} : { decay_rate: decayRate }),
    ...(metadata === null ? {} : assertFields(metadata)),
  };
}

function toAccess(fields: JsonObject): ImportedMemory["access"] {
  const { access_count: count, last_accessed: last } = fields;
  if (!Number.isSafeInteger(count) || Number(count) < 1) return undefined;
  return { count: Number(count), ...(typeof last === "number" ? { last: toMs(last) } : {}) };
}

/** The vault writes seconds as floats. */
function toMs(seconds: number): number {
  return Math.round(seconds * 1000);
}

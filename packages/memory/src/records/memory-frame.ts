/**
 * How a memory lies in a frame: content as UTF-8, everything else as metadata, defaults left out. Page: docs/format/memory.md.
 * Invariant: fromFrame(toFrame(record)) gives the record back, also for texts that UTF-8 cannot carry (lone surrogates).
 */
import type { FrameInput, FrameMetadata, StoredFrame } from "@vidmem/frames";
import { MEMORY_TYPES, type Json, type JsonObject, type Memory, type MemoryType } from "../memory.ts";
import { isEmpty, isPlainObject, toJson } from "./canonical-json.ts";
import { DEFAULT_NAMESPACE, MAX_DATE_MS, type MemoryRecord } from "./record.ts";
import type { TextScratch } from "./text-scratch.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * What of a record goes into a frame saved at `savedAt` ms.
 * @param encode makes the bytes of the content; when they are a view, so is the frame's content.
 */
export function toFrame(
  record: MemoryRecord,
  savedAt: number,
  encode: TextScratch = (text) => encoder.encode(text),
): Pick<FrameInput, "content" | "metadata" | "timestamp"> {
  const { content } = record;
  const text = isPlainText(content) ? content : JSON.stringify(content);
  return { content: encode(text), metadata: toFrameMetadata(record, savedAt), timestamp: savedAt };
}

/** Whether the words of a content are its frame's content, byte for byte. */
export function isIndexedAsStored(content: Json): boolean {
  return typeof content !== "string" || content.isWellFormed();
}

function isPlainText(content: Json): content is string {
  return typeof content === "string" && content.isWellFormed();
}

function toFrameMetadata(record: MemoryRecord, savedAt: number): FrameMetadata {
  const metadata: Record<string, unknown> = { type: record.type, importance: record.importance };
  if (!isPlainText(record.content)) metadata["format"] = "json";
  if (record.namespace !== DEFAULT_NAMESPACE) metadata["namespace"] = record.namespace;
  if (record.session !== undefined) metadata["session"] = record.session;
  if (record.speaker !== undefined) metadata["speaker"] = record.speaker;
  if (record.tags.length > 0) metadata["tags"] = record.tags;
  if (record.timestamp !== savedAt) metadata["timestamp"] = record.timestamp;
  if (!isEmpty(record.metadata)) metadata["metadata"] = record.metadata;
  if (record.embedding !== undefined) metadata["embedding"] = toBase64(record.embedding);
  if (record.lastDecay !== undefined) metadata["decayed"] = [record.lastDecay.at, record.lastDecay.accessCount];
  return metadata;
}

/** The record in a frame of kind "memory" or "update". */
export function fromFrame(frame: StoredFrame): MemoryRecord {
  const { metadata } = frame;
  const text = decoder.decode(frame.content);
  return {
    type: metadata["type"] as MemoryType,
    content: metadata["format"] === "json" ? (JSON.parse(text) as Json) : text,
    timestamp: (metadata["timestamp"] as number | undefined) ?? frame.timestamp,
    namespace: namespaceOf(metadata),
    session: metadata["session"] as string | undefined,
    speaker: metadata["speaker"] as string | undefined,
    tags: (metadata["tags"] as readonly string[] | undefined) ?? [],
    importance: metadata["importance"] as number,
    metadata: (metadata["metadata"] as JsonObject | undefined) ?? {},
    embedding: fromBase64(metadata["embedding"] as string | undefined),
    lastDecay: toLastDecay(metadata["decayed"]),
  };
}

/** Whether a frame has the kind and the fields of a memory. */
export function isMemory({ kind, metadata }: StoredFrame): boolean {
  return (kind === "memory" || kind === "update") && hasRecordShape(metadata);
}

/**
 * The record in a frame, or `undefined` when the frame holds none: other programs may write frames too, and a store opens
 * whatever they wrote.
 */
export function readRecord(frame: StoredFrame): MemoryRecord | undefined {
  if (!isMemory(frame)) return undefined;
  try {
    const record = fromFrame(frame);
    toJson(record.content, "content");
    toJson(record.metadata, "metadata");
    return record;
  } catch {
    return undefined;
  }
}

const OPTIONAL_TYPES: readonly (readonly [string, string])[] = [
  ["namespace", "string"],
  ["session", "string"],
  ["speaker", "string"],
  ["format", "string"],
  ["embedding", "string"],
];

function hasRecordShape(metadata: FrameMetadata): boolean {
  const { type, importance, timestamp = 0, tags = [], metadata: own = {} } = metadata;
  return (
    MEMORY_TYPES.some((known) => known === type) &&
    isWithin(importance, 0, 1) &&
    isWithin(timestamp, -MAX_DATE_MS, MAX_DATE_MS) &&
    Array.isArray(tags) &&
    tags.every((tag) => typeof tag === "string") &&
    isPlainObject(own) &&
    OPTIONAL_TYPES.every(([name, kind]) => metadata[name] === undefined || typeof metadata[name] === kind)
  );
}

function isWithin(value: unknown, from: number, to: number): boolean {
  return typeof value === "number" && value >= from && value <= to;
}

function namespaceOf(metadata: FrameMetadata): string {
  return (metadata["namespace"] as string | undefined) ?? DEFAULT_NAMESPACE;
}

/** What is known of a memory beside its record; `last` in ms. */
export interface MemoryFacts {
  readonly count: number;
  readonly last?: number | undefined;
  readonly significance?: Memory["significance"];
}

/** The memory as users see it. */
export function toMemory(id: Memory["id"], record: MemoryRecord, facts: MemoryFacts): Memory {
  const { type, content, timestamp, namespace, session, speaker, tags, importance, metadata } = record;
  return {
    id,
    type,
    content,
    timestamp,
    namespace,
    ...(session === undefined ? {} : { session }),
    ...(speaker === undefined ? {} : { speaker }),
    tags,
    importance,
    metadata,
    accessCount: facts.count,
    ...(facts.last === undefined ? {} : { lastAccessed: facts.last }),
    ...(facts.significance === undefined ? {} : { significance: facts.significance }),
  };
}

/** The words of a memory for the index: the text, or the JSON text of a structured content. */
export function textOf(content: Json): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}

/** `undefined` for what is no mark of a decay: then the next one starts from the time of saving. */
function toLastDecay(value: unknown): MemoryRecord["lastDecay"] {
  if (!Array.isArray(value)) return undefined;
  const [at, accessCount] = value as unknown[];
  if (!isWithin(at, -MAX_DATE_MS, MAX_DATE_MS) || !isWithin(accessCount, 0, Number.MAX_SAFE_INTEGER)) return undefined;
  return { at: at as number, accessCount: Math.floor(accessCount as number) };
}

function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
}

/** `undefined` for what is no vector: another program may have written it, and one bad vector would spoil every search. */
function fromBase64(text: string | undefined): Float32Array | undefined {
  if (text === undefined) return undefined;
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  if (bytes.length === 0 || bytes.length % Float32Array.BYTES_PER_ELEMENT !== 0) return undefined;
  const vector = new Float32Array(bytes.buffer);
  return vector.every(Number.isFinite) ? vector : undefined;
}

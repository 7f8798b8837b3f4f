/**
 * A record: a memory checked and complete, ready to become a frame. Everything from outside passes here.
 */
import { baseImportance } from "@vidmem/significance/importance";
import type { Json, JsonObject, MemoryInput, MemoryType, TimeLike } from "../memory.ts";
import { MEMORY_TYPES } from "../memory.ts";
import { isPlainObject, toJson } from "./canonical-json.ts";

export const DEFAULT_NAMESPACE = "default";
/** What a search writes to ask every namespace, so no memory can live there. */
export const EVERY_NAMESPACE = "*";
const DEFAULT_IMPORTANCE = 0.5;
const MAX_NAME_CHARACTERS = 1024;
const MAX_TAGS = 1000;
/** So few are compared one by one sooner than a set is made. */
const FEW_TAGS = 8;
/** Largest distance from 1970 that a Date can hold. Source: ECMA-262, time values. */
export const MAX_DATE_MS = 8.64e15;
const ISO_TIME =
  /^(?:\d{4}|[+-]\d{6})-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?$/i;

/** A memory without the fields that the log gives it. `timestamp` in ms, `importance` 0..1. */
export interface MemoryRecord {
  readonly type: MemoryType;
  readonly content: Json;
  readonly timestamp: number;
  readonly namespace: string;
  readonly session?: string | undefined;
  readonly speaker?: string | undefined;
  readonly tags: readonly string[];
  readonly importance: number;
  readonly metadata: JsonObject;
  readonly embedding?: Float32Array | undefined;
  /** The last decay of the importance that was written: when (ms), and how often the memory had been accessed by then. */
  readonly lastDecay?: { readonly at: number; readonly accessCount: number } | undefined;
}

/** Checks and copies an input and fills in the defaults. @throws TypeError, RangeError naming the field. */
export function toRecord(input: MemoryInput, now: number): MemoryRecord {
  const metadata = input.metadata === undefined ? {} : toMetadata(input.metadata);
  return {
    type: toType(input.type ?? "episodic"),
    content: toJson(input.content, "content"),
    timestamp: input.timestamp === undefined ? now : toTimestamp(input.timestamp, "timestamp"),
    namespace: toNamespace(input.namespace ?? DEFAULT_NAMESPACE),
    session: input.session === undefined ? undefined : toName(input.session, "session"),
    speaker: input.speaker === undefined ? undefined : toName(input.speaker, "speaker"),
    tags: withMetadataTags(toTags(input.tags ?? []), metadata),
    importance: input.importance === undefined ? fromFactors(input.importanceFactors) : toImportance(input.importance),
    metadata,
    embedding: input.embedding === undefined ? undefined : toEmbedding(input.embedding),
  };
}

/** @throws TypeError */
export function toType(value: unknown): MemoryType {
  const type = MEMORY_TYPES.find((known) => known === value);
  if (type === undefined) throw new TypeError(`type must be one of ${MEMORY_TYPES.join(", ")}`);
  return type;
}

/** Milliseconds of a time. @throws TypeError, RangeError */
export function toTimestamp(value: TimeLike, name: string): number {
  const ms = typeof value === "number" ? value : value instanceof Date ? value.getTime() : parseIso(value);
  if (typeof ms !== "number" || Number.isNaN(ms))
    throw new TypeError(`${name} must be ms since 1970, a Date, or an ISO 8601 text`);
  if (Math.abs(ms) > MAX_DATE_MS) throw new RangeError(`${name} is outside the years that a Date can hold`);
  return Math.trunc(ms);
}

/** @throws TypeError, RangeError */
function fromFactors(factors: MemoryInput["importanceFactors"]): number {
  if (factors === undefined) return DEFAULT_IMPORTANCE;
  if (!isPlainObject(factors)) throw new TypeError("importanceFactors must be a plain object");
  return baseImportance(factors);
}

/** @throws RangeError */
export function toImportance(value: unknown): number {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw new RangeError("importance must be a number from 0 to 1");
}

/** Unique tags in their order. @throws TypeError */
export function toTags(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_TAGS)
    throw new TypeError(`tags must be a list of at most ${MAX_TAGS} texts`);
  const tags: string[] = [];
  const seen = value.length > FEW_TAGS ? new Set<string>() : undefined;
  for (const one of value) {
    const tag = toName(one, "tags");
    if (seen === undefined ? tags.includes(tag) : seen.has(tag)) continue;
    tags.push(tag);
    seen?.add(tag);
  }
  return tags;
}

/** The tags with those that other memory systems keep as `tags` in the metadata, so that they are found by them too. */
export function withMetadataTags(tags: readonly string[], metadata: JsonObject): readonly string[] {
  const more = metadataTags(metadata);
  return more.length === 0 ? tags : [...new Set([...tags, ...more])].slice(0, MAX_TAGS);
}

/** What of `metadata.tags` can be a tag; the metadata is the user's own, so anything else is no error. */
export function metadataTags({ tags }: JsonObject): readonly string[] {
  return Array.isArray(tags) ? (tags as readonly unknown[]).filter(isName) : [];
}

/** A name from outside: it is stored and compared, and never becomes a path. @throws TypeError */
export function toName(value: unknown, name: string): string {
  if (isName(value)) return value;
  throw new TypeError(`${name} must be a text of 1 to ${MAX_NAME_CHARACTERS} characters`);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_NAME_CHARACTERS;
}

/** @throws TypeError */
function toNamespace(value: unknown): string {
  if (value === EVERY_NAMESPACE) throw new TypeError('namespace must not be "*": it means all of them');
  return toName(value, "namespace");
}

/** @throws TypeError */
export function toMetadata(value: unknown): JsonObject {
  if (!isPlainObject(value)) throw new TypeError("metadata must be a plain object");
  return toJson(value, "metadata") as JsonObject;
}

/** A copy as float32. @throws TypeError */
export function toEmbedding(value: Float32Array | readonly number[]): Float32Array {
  const vector = Float32Array.from(value);
  if (vector.length === 0 || !vector.every(Number.isFinite))
    throw new TypeError("embedding must be a list of finite numbers");
  return vector;
}

function parseIso(text: unknown): number {
  return typeof text === "string" && ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
}

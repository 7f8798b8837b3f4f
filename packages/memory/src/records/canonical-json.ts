/**
 * JSON values: what a memory may hold, and the canonical text by which two of them are compared (sorted keys, no spaces).
 * Only what JSON can carry is taken; anything else is refused, because it would come back different.
 */
import type { Json } from "../memory.ts";

const MAX_DEPTH = 100;
/** Texts in which JSON escapes nothing: printable ASCII without quotes and backslashes. */
const PLAIN_TEXT = /^[ !#-[\]-~]*$/;

/**
 * A copy, so that nothing the caller changes later reaches the store. Fields that are `undefined` are dropped.
 * @param name names the argument in the error. @throws TypeError for what JSON cannot hold, and for cycles.
 */
export function toJson(value: unknown, name: string): Json {
  return copy(value, name, 0);
}

/** Equal texts, equal values. The value must have passed `toJson`. */
export function toCanonicalJson(value: Json): string {
  // Most contents are such texts; looking costs a quarter of what JSON.stringify does with them.
  if (typeof value === "string" && PLAIN_TEXT.test(value)) return `"${value}"`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(toCanonicalJson).join(",")}]`;
  if (isEmpty(value)) return "{}";
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${toCanonicalJson(value[key]!)}`).join(",")}}`;
}

/** Whether an object has no fields. */
export function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** Whether it is an object as literals and JSON.parse make it. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function copy(value: unknown, name: string, depth: number): Json {
  if (depth > MAX_DEPTH) throw new TypeError(`${name} is nested deeper than ${MAX_DEPTH} levels, or refers to itself`);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${name} holds ${value}, which JSON cannot hold`);
    return value === 0 ? 0 : value; // JSON has no negative zero
  }
  if (Array.isArray(value)) return Array.from(value, (item) => copy(item, name, depth + 1));
  if (isPlainObject(value)) return copyObject(value, name, depth);
  throw new TypeError(`${name} holds a value of type ${typeof value}, which JSON cannot hold`);
}

function copyObject(value: Record<string, unknown>, name: string, depth: number): Json {
  const fields: [string, Json][] = [];
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) fields.push([key, copy(field, name, depth + 1)]);
  }
  return Object.fromEntries(fields);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

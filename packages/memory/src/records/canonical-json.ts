/**
 * Canonical JSON: sorted keys, no spaces. Two values are the same memory when their canonical texts are equal.
 * Only what JSON can carry is taken; anything else is refused, because it would come back different.
 */
import type { Json } from "../memory.ts";

const MAX_DEPTH = 100;

/** @param name names the argument in the error. @throws TypeError for what JSON cannot hold, and for cycles. */
export function toCanonicalJson(value: unknown, name: string): string {
  return write(value, name, 0);
}

/** Narrows to a JSON value by the same rules. @throws TypeError */
export function assertJson(value: unknown, name: string): asserts value is Json {
  toCanonicalJson(value, name);
}

function write(value: unknown, name: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new TypeError(`${name} is nested deeper than ${MAX_DEPTH} levels, or refers to itself`);
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${name} holds ${value}, which JSON cannot hold`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, name, depth + 1)).join(",")}]`;
  if (isPlainObject(value)) return writeObject(value, name, depth);
  throw new TypeError(`${name} holds a ${typeof value}, which JSON cannot hold`);
}

function writeObject(value: Record<string, unknown>, name: string, depth: number): string {
  const fields: string[] = [];
  for (const key of Object.keys(value).toSorted()) {
    if (value[key] !== undefined) fields.push(`${JSON.stringify(key)}:${write(value[key], name, depth + 1)}`);
  }
  return `{${fields.join(",")}}`;
}

/** Whether it is an object as literals and JSON.parse make it. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

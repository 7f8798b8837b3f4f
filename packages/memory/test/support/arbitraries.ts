/** Random memories: any text that JavaScript can hold, any JSON, awkward keys, awkward times. */
import * as fc from "fast-check";
import type { Json, JsonObject, MemoryInput } from "../../src/index.ts";
import { MEMORY_TYPES } from "../../src/index.ts";

/** Any text, lone surrogates, NUL and byte order marks included. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom("", "\0", "\ufeff", "\ud800", "\udc00x", "👩‍👩‍👧", "../../etc/passwd", "null", "{}", "\r\n"),
);

const anyKey = fc.oneof(
  anyText,
  fc.constantFrom("__proto__", "constructor", "toString", "$kind", "metadata", "0", "toJSON"),
);

/** Any JSON value. Negative zero is left out: JSON has none. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "json" },
    anyText,
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.array(tie("value"), { maxLength: 4, depthIdentifier: "json" }),
    objectOf(tie("value")),
  ),
})).value;

export const anyMetadata: fc.Arbitrary<JsonObject> = objectOf(anyJson) as fc.Arbitrary<JsonObject>;

const name = anyText.filter((text) => text !== "" && text !== "*");

/** Milliseconds in any year of Date, often near the times at which units are guessed. */
export const anyTime: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -8.64e15, max: 8.64e15 }),
  fc.constantFrom(0, -1, 1, 1e11, 1e11 - 1, -1e11, 8.64e15, -8.64e15, 253_402_300_799_999),
);

/** The types that reach the disk. */
const STORED_TYPES = MEMORY_TYPES.filter((type) => type !== "ghost");

export const anyInput: fc.Arbitrary<MemoryInput> = fc.record(
  {
    content: fc.oneof(anyText, anyJson),
    type: fc.constantFrom(...STORED_TYPES),
    tags: fc.array(name, { maxLength: 4 }),
    metadata: anyMetadata,
    importance: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
    session: name,
    speaker: name,
    timestamp: anyTime,
    namespace: fc.oneof(fc.constant("default"), name),
    embedding: fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 2, maxLength: 2 }),
  },
  { requiredKeys: ["content"] },
);

function objectOf(value: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.array(fc.tuple(anyKey, value), { maxLength: 4 }).map((fields) => Object.fromEntries(fields));
}

/**
 * MessagePack as other programs write it, to JSON values. Source: github.com/msgpack/msgpack/blob/master/spec.md.
 * Made for files from outside. Invariants: time and memory are bounded by the bytes that are there, never by the lengths that
 * they claim; what JSON cannot say is refused, or becomes text: binary as base64, integers beyond 2^53 in decimal.
 */
import type { Json } from "../memory.ts";

/** Deepest nesting, as for a memory's own JSON. */
const MAX_DEPTH = 100;
/** Most values in one memory: an empty map is one byte in the file, and fifty in memory. */
const MAX_VALUES = 1_000_000;

interface Cursor {
  readonly bytes: Buffer;
  at: number;
  valuesLeft: number;
}

/** The one value that the bytes are. @throws TypeError that says what is wrong, and quotes nothing. */
export function decodeMessagePack(bytes: Uint8Array): Json {
  const cursor = cursorAt(bytes);
  const value = readValue(cursor, MAX_DEPTH);
  if (cursor.at !== bytes.length) throw malformed("something follows the value");
  return value;
}

/** The entries of a map, one by one, so that a large file is not decoded at once. @throws TypeError as above, at the entry. */
export function* decodeMapEntries(bytes: Uint8Array): Generator<readonly [string, Json]> {
  const cursor = cursorAt(bytes);
  const token = readUint(cursor, 1);
  const count =
    (token & 0xf0) === 0x80
      ? token & 0x0f
      : token === 0xde
        ? readUint(cursor, 2)
        : token === 0xdf
          ? readUint(cursor, 4)
          : -1;
  if (count < 0) throw malformed("it is no map");
  for (let n = 0; n < count; n++) {
    cursor.valuesLeft = MAX_VALUES;
    yield [readKey(cursor), readValue(cursor, MAX_DEPTH)];
  }
}

function cursorAt(bytes: Uint8Array): Cursor {
  return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), at: 0, valuesLeft: MAX_VALUES };
}

function readValue(cursor: Cursor, depth: number): Json {
  if (depth === 0) throw malformed("it is nested too deeply");
  if (cursor.valuesLeft-- === 0) throw malformed("it holds too many values");
  const token = readUint(cursor, 1);
  if (token < 0x80) return token;
  if (token >= 0xe0) return token - 0x100;
  if (token < 0x90) return readMap(cursor, token & 0x0f, depth);
  if (token < 0xa0) return readArray(cursor, token & 0x0f, depth);
  if (token < 0xc0) return readText(cursor, token & 0x1f);
  return readLong(cursor, token, depth);
}

/** The values whose first byte is from 0xc0 to 0xdf: it names the kind, and the width of what follows. */
function readLong(cursor: Cursor, token: number, depth: number): Json {
  if (token === 0xc0) return null;
  if (token === 0xc2 || token === 0xc3) return token === 0xc3;
  if (token <= 0xc6 && token >= 0xc4) return take(cursor, readUint(cursor, 1 << (token - 0xc4))).toString("base64");
  if (token === 0xca) return readFloat(cursor, 4);
  if (token === 0xcb) return readFloat(cursor, 8);
  if (token >= 0xcc && token <= 0xce) return readUint(cursor, 1 << (token - 0xcc));
  if (token === 0xcf) return toNumber(take(cursor, 8).readBigUInt64BE());
  if (token >= 0xd0 && token <= 0xd2) return readInt(cursor, 1 << (token - 0xd0));
  if (token === 0xd3) return toNumber(take(cursor, 8).readBigInt64BE());
  if (token >= 0xd9 && token <= 0xdb) return readText(cursor, readUint(cursor, 1 << (token - 0xd9)));
  if (token === 0xdc || token === 0xdd) return readArray(cursor, readUint(cursor, token === 0xdc ? 2 : 4), depth);
  if (token === 0xde || token === 0xdf) return readMap(cursor, readUint(cursor, token === 0xde ? 2 : 4), depth);
  throw malformed("it holds a value of a kind that JSON has not");
}

function readArray(cursor: Cursor, count: number, depth: number): Json {
  const values: Json[] = [];
  for (let n = 0; n < count; n++) values.push(readValue(cursor, depth - 1));
  return values;
}

function readMap(cursor: Cursor, count: number, depth: number): Json {
  const entries: [string, Json][] = [];
  for (let n = 0; n < count; n++) entries.push([readKey(cursor), readValue(cursor, depth - 1)]);
  return Object.fromEntries(entries); // which makes own fields of any name, `__proto__` too
}

/** Python writes numbers as keys, too. */
function readKey(cursor: Cursor): string {
  const key = readValue(cursor, 1 + 1);
  if (typeof key === "string" || typeof key === "number") return String(key);
  throw malformed("a key is no text");
}

function readText(cursor: Cursor, sizeBytes: number): string {
  const bytes = take(cursor, sizeBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed("a text is not UTF-8");
  }
}

function readFloat(cursor: Cursor, sizeBytes: 4 | 8): number {
  const bytes = take(cursor, sizeBytes);
  const value = sizeBytes === 4 ? bytes.readFloatBE() : bytes.readDoubleBE();
  if (!Number.isFinite(value)) throw malformed("a number is not finite");
  return value === 0 ? 0 : value; // JSON has no negative zero
}

function readUint(cursor: Cursor, sizeBytes: number): number {
  return take(cursor, sizeBytes).readUIntBE(0, sizeBytes);
}

function readInt(cursor: Cursor, sizeBytes: number): number {
  return take(cursor, sizeBytes).readIntBE(0, sizeBytes);
}

function toNumber(value: bigint): number | string {
  const isSafe = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER);
  return isSafe ? Number(value) : value.toString();
}

function take(cursor: Cursor, sizeBytes: number): Buffer {
  const end = cursor.at + sizeBytes;
  if (end > cursor.bytes.length) throw malformed("it ends too early");
  const part = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return part;
}

function malformed(what: string): TypeError {
  return new TypeError(`not MessagePack that can be read: ${what}`);
}

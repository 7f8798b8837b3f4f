/**
 * MessagePack checker: are bytes one map that msgpackr may be given? Source: github.com/msgpack/msgpack/blob/master/spec.md.
 * Invariants: time and memory are linear in the bytes whatever lengths they claim; no extension type, binary, 64-bit integer,
 * non-finite number, key that is no string, or `__proto__` gets through, so that what comes out is what JSON can say.
 */
import { isUtf8 } from "node:buffer";

/** Deepest nesting of maps and arrays that is packed or unpacked. */
export const MAX_PACKED_DEPTH = 32;

const MALFORMED = -1;
const PROTO_KEY: Uint8Array = Uint8Array.from("__proto__", (letter) => letter.charCodeAt(0));

/** Tells whether bytes are exactly one MessagePack map of JSON values, at most MAX_PACKED_DEPTH deep. */
export function isPackedMap(bytes: Uint8Array): boolean {
  const token = bytes[0] ?? 0;
  const isMap = (token >= 0x80 && token <= 0x8f) || token === 0xde || token === 0xdf;
  return isMap && checkValue(bytes, 0, MAX_PACKED_DEPTH) === bytes.length;
}

/** Checks the value at `at`; gives the offset behind it, or MALFORMED. */
function checkValue(bytes: Uint8Array, at: number, depth: number): number {
  const token = bytes[at];
  if (token === undefined) return MALFORMED;
  const next = at + 1;
  if (token < 0x80 || token >= 0xe0) return next; // small integers
  if (token < 0x90) return checkEntries(bytes, next, { count: token & 0x0f, isMap: true, depth });
  if (token < 0xa0) return checkEntries(bytes, next, { count: token & 0x0f, isMap: false, depth });
  if (token < 0xc0) return checkText(bytes, next, token & 0x1f);
  if (token === 0xcb) return checkFloat(bytes, next);
  const widthBytes = WIDTHS[token - 0xc0] ?? MALFORMED;
  if (widthBytes === MALFORMED || next + widthBytes > bytes.length) return MALFORMED;
  if (token < 0xd9) return next + widthBytes; // nil, booleans, integers: nothing follows
  const count = readNumber(bytes, next, widthBytes);
  if (token <= 0xdb) return checkText(bytes, next + widthBytes, count);
  return checkEntries(bytes, next + widthBytes, { count, isMap: token >= 0xde, depth });
}

/**
 * Bytes of the number after each token from 0xc0 to 0xdf: a value, or a length. MALFORMED: not for us.
 * c0 nil, c1 unused, c2 false, c3 true | c4-c6 binary | c7-c9 extension | ca float 32, cb float 64 (checked before)
 * | cc-cf unsigned, d0-d3 signed: 64 bits would be a BigInt | d4-d8 extension | d9-db string | dc-dd array, de-df map
 */
const WIDTHS: Int8Array = Int8Array.of(
  0,
  -1,
  0,
  0,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  1,
  2,
  4,
  -1,
  1,
  2,
  4,
  -1,
  -1,
  -1,
  -1,
  -1,
  -1,
  1,
  2,
  4,
  2,
  4,
  2,
  4,
);

function checkEntries(
  bytes: Uint8Array,
  from: number,
  entries: { count: number; isMap: boolean; depth: number },
): number {
  const { count, isMap, depth } = entries;
  if (depth === 0 || count > bytes.length - from) return MALFORMED; // each entry has at least one byte
  let at = from;
  for (let i = 0; i < count && at !== MALFORMED; i++) {
    if (isMap) at = checkKey(bytes, at);
    if (at !== MALFORMED) at = checkValue(bytes, at, depth - 1);
  }
  return at;
}

function checkKey(bytes: Uint8Array, at: number): number {
  const token = bytes[at] ?? 0;
  if (!((token >= 0xa0 && token <= 0xbf) || (token >= 0xd9 && token <= 0xdb))) return MALFORMED;
  const end = checkValue(bytes, at, 0);
  const isProto =
    end - at > PROTO_KEY.length && PROTO_KEY.every((byte, i) => bytes[end - PROTO_KEY.length + i] === byte);
  return isProto ? MALFORMED : end; // also keys that only end so: rare, and refusing them is simple
}

function checkText(bytes: Uint8Array, from: number, count: number): number {
  const end = from + count;
  if (end > bytes.length) return MALFORMED;
  for (let at = from; at < end; at++) {
    if ((bytes[at] ?? 0) >= 0x80) return isCleanUtf8(bytes.subarray(from, end)) ? end : MALFORMED;
  }
  return end;
}

/** Well-formed, and not beginning with U+FEFF, which msgpackr's TextDecoder would drop. */
function isCleanUtf8(text: Uint8Array): boolean {
  return isUtf8(text) && !(text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf);
}

function checkFloat(bytes: Uint8Array, at: number): number {
  const end = at + 8;
  if (end > bytes.length) return MALFORMED;
  const exponent = (((bytes[at] ?? 0) & 0x7f) << 4) | ((bytes[at + 1] ?? 0) >> 4);
  return exponent === 0x7ff ? MALFORMED : end; // NaN and the infinities
}

function readNumber(bytes: Uint8Array, at: number, widthBytes: number): number {
  let value = 0;
  for (let i = at; i < at + widthBytes; i++) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

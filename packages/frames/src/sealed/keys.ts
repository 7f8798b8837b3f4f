/**
 * Keys: an id or fingerprint as two 32-bit halves, and the 32 key bits by which tables find it. Format: docs/format/sealed.md §Key table.
 * Invariant: key bits are spread evenly also when ids were chosen by hand and count upwards; for one half kept they are a permutation.
 */
import { KEY_BYTES } from "./format.ts";

/** 2^32 divided by the golden ratio, odd. Source: Knuth, TAOCP vol. 3 §6.4. */
const GOLDEN = 0x9e3779b1;
const DIGITS = "0123456789abcdef";
const NO_DIGIT = 0xff;
const DIGIT_OF: Uint8Array = digitTable();

/** Reads 8 hex digits of an id from a digit on as an unsigned number. @throws TypeError when they are none. */
export function idHalf(id: string, from: number): number {
  let value = 0;
  let seen = 0;
  for (let at = from; at < from + KEY_BYTES; at++) {
    const code = id.charCodeAt(at);
    const digit = code < DIGIT_OF.length ? (DIGIT_OF[code] as number) : NO_DIGIT;
    seen |= digit;
    value = (value << 4) | digit;
  }
  if (seen > 0xf) throw new TypeError("id must be a string of 16 lower-case hex digits");
  return value >>> 0;
}

/** Throws TypeError unless the value has the length of an id; its digits are checked by `idHalf`. */
export function assertIdLength(id: string): void {
  if (typeof id !== "string" || id.length !== 2 * KEY_BYTES) {
    throw new TypeError("id must be a string of 16 lower-case hex digits");
  }
}

/** Throws TypeError unless the value has the length of a fingerprint. */
export function assertFingerprint(fingerprint: Uint8Array): void {
  if (!(fingerprint instanceof Uint8Array) || fingerprint.length !== KEY_BYTES) {
    throw new TypeError(`fingerprint must be a Uint8Array of ${KEY_BYTES} bytes`);
  }
}

/** Big-endian unsigned 32 bits at an offset. */
export function readHalf(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16);
  return (high | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}

/** The 32 key bits of a pair of halves. */
export function keyOf(high: number, low: number): number {
  return mix(high ^ Math.imul(low, GOLDEN));
}

/** Spreads 32 bits over 32 bits. Source: MurmurHash3, fmix32 (Appleby, public domain). */
export function mix(bits: number): number {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function digitTable(): Uint8Array {
  const table = new Uint8Array(128).fill(NO_DIGIT);
  for (let digit = 0; digit < DIGITS.length; digit++) table[DIGITS.charCodeAt(digit)] = digit;
  return table;
}

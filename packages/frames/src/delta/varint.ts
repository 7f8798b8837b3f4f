/**
 * Varint: unsigned LEB128, seven bits a byte, lowest first, for integers below 2^48. Source: DWARF 5 §7.6.
 * Invariant: only the shortest form is written, and only it is read.
 */

/** Most bytes of one varint. */
const MAX_VARINT_BYTES = 7;

/** Bytes that `writeVarint` writes. */
export function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) count++;
  return count;
}

/** Writes at `at`; gives the offset behind it. */
export function writeVarint(into: Uint8Array, at: number, value: number): number {
  let next = at;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) into[next++] = (rest % 0x80) | 0x80;
  into[next++] = rest;
  return next;
}

/** Reads the varint at `at`; undefined when it is cut, too long or not in its shortest form. */
export function readVarint(
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return byte === 0 && i > 0 ? undefined : { value, next: at + i + 1 };
    scale *= 0x80;
  }
  return undefined;
}

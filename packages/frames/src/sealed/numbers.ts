/**
 * Numbers in bytes: 8-byte integers within ±2^53 (big-endian, two's complement) and varints (LEB128). Conventions: docs/format/sealed.md.
 * Invariant: what is written is read back exactly; reading never looks past the given bytes.
 */

/** Most bytes of a varint: 8 groups of 7 bits hold every safe integer. */
const MAX_VARINT_BYTES = 8;

/** Writes a safe integer as 8 bytes. */
export function writeInt64(into: Buffer, value: number, at: number): void {
  const high = Math.floor(value / 2 ** 32);
  into.writeInt32BE(high, at);
  into.writeUInt32BE(value - high * 2 ** 32, at + 4);
}

/** Reads 8 bytes as an integer; beyond ±2^53 it is no safe integer, and the caller refuses it. */
export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

/** Writes a non-negative safe integer, low groups first. Returns the offset behind it. */
export function writeVarint(into: Uint8Array, value: number, at: number): number {
  let rest = value;
  while (rest >= 0x80) {
    into[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  into[at++] = rest;
  return at;
}

/** Reads as many varints as `into` holds; returns the offset behind them, or -1 when the bytes are none. */
export function readVarints(bytes: Uint8Array, from: number, into: Float64Array): number {
  let at = from;
  for (let n = 0; n < into.length; n++) {
    let byte = bytes[at++] ?? -1;
    if (byte < 0) return -1;
    if (byte >= 0x80) {
      let value = byte & 0x7f;
      let scale = 0x80;
      const end = at + MAX_VARINT_BYTES - 1;
      do {
        if (at === end) return -1;
        byte = bytes[at++] ?? -1;
        if (byte < 0) return -1;
        value += (byte & 0x7f) * scale;
        scale *= 0x80;
      } while (byte >= 0x80);
      if (value > Number.MAX_SAFE_INTEGER) return -1;
      byte = value;
    }
    into[n] = byte;
  }
  return at;
}

/** Folds a signed number so that small distances become small numbers. `value` lies within ±2^52. */
export function toZigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** Inverse of `toZigzag`. */
export function fromZigzag(folded: number): number {
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
}

/**
 * MessagePack checker: are bytes one map that msgpackr may be given? Source: github.com/msgpack/msgpack/blob/master/spec.md.
 * Invariants: time and memory are linear in the bytes whatever lengths they claim; no extension type, binary, 64-bit integer,
 * non-finite number, key that is no string, or `__proto__` gets through, so that what comes out is what JSON can say.
 */
import { isUtf8 } from "node:buffer";

/** Deepest nesting of maps and arrays that is packed or unpacked. */
export const MAX_PACKED_DEPTH = 32;

/** Not for us, in the table of widths. */
const REFUSED = -1;
const PROTO_KEY: Uint8Array = Uint8Array.from("__proto__", (letter) => letter.charCodeAt(0));

/** Tells whether bytes are exactly one MessagePack map of JSON values, at most MAX_PACKED_DEPTH deep. */
export function isPackedMap(bytes: Uint8Array): boolean {
  const token = bytes[0] ?? 0;
  const isMap = (token >= 0x80 && token <= 0x8f) || token === 0xde || token === 0xdf;
  if (!isMap) return false;
  const walk = new PackedWalk(bytes);
  return walk.skipValue() && walk.at === bytes.length;
}

/**
 * Bytes of the number after each token from 0xc0 to 0xdf: a value, or a length.
 * c0 nil, c1 unused, c2 false, c3 true | c4-c6 binary | c7-c9 extension | ca float 32, cb float 64 (checked before)
 * | cc-cf unsigned, d0-d3 signed: 64 bits would be a BigInt | d4-d8 extension | d9-db string | dc-dd array, de-df map
 */
// oxfmt-ignore
const WIDTHS: Int8Array = Int8Array.of(
  0, -1, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 4, -1,
  1, 2, 4, -1, -1, -1, -1, -1, -1, 1, 2, 4, 2, 4, 2, 4,
);

/** A place in packed bytes. Each step moves behind what it skipped, or says that it must not be given to msgpackr. */
class PackedWalk {
  at = 0;
  readonly #bytes: Uint8Array;
  #depthLeft = MAX_PACKED_DEPTH;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  skipValue(): boolean {
    if (this.at >= this.#bytes.length) return false;
    const token = this.#bytes[this.at++] ?? 0;
    if (token < 0x80 || token >= 0xe0) return true; // small integers
    if (token < 0x90) return this.#skipEntries(token & 0x0f, "map");
    if (token < 0xa0) return this.#skipEntries(token & 0x0f, "array");
    if (token < 0xc0) return this.#skipText(token & 0x1f);
    if (token === 0xcb) return this.#skipFloat();
    const widthBytes = WIDTHS[token - 0xc0] ?? REFUSED;
    if (widthBytes === REFUSED || this.at + widthBytes > this.#bytes.length) return false;
    const number = this.#takeNumber(widthBytes);
    if (token < 0xd9) return true; // nil, booleans, integers: nothing follows
    if (token <= 0xdb) return this.#skipText(number);
    return this.#skipEntries(number, token >= 0xde ? "map" : "array");
  }

  #skipEntries(count: number, of: "map" | "array"): boolean {
    if (this.#depthLeft === 0 || count > this.#bytes.length - this.at) return false; // each entry has at least one byte
    this.#depthLeft--;
    for (let left = count; left > 0; left--) {
      if (of === "map" && !this.#skipKey()) return false;
      if (!this.skipValue()) return false;
    }
    this.#depthLeft++;
    return true;
  }

  #skipKey(): boolean {
    const from = this.at;
    const token = this.#bytes[from] ?? 0;
    if (!((token >= 0xa0 && token <= 0xbf) || (token >= 0xd9 && token <= 0xdb))) return false;
    // Also keys that only end so: rare, and refusing them is simple.
    return this.skipValue() && !(this.at - from > PROTO_KEY.length && this.#endsWithProto());
  }

  #endsWithProto(): boolean {
    const from = this.at - PROTO_KEY.length;
    for (let i = 0; i < PROTO_KEY.length; i++) if (this.#bytes[from + i] !== PROTO_KEY[i]) return false;
    return true;
  }

  #skipText(sizeBytes: number): boolean {
    const from = this.at;
    const end = from + sizeBytes;
    if (end > this.#bytes.length) return false;
    this.at = end;
    for (let at = from; at < end; at++) {
      if ((this.#bytes[at] ?? 0) >= 0x80) return isCleanUtf8(this.#bytes.subarray(from, end));
    }
    return true;
  }

  #skipFloat(): boolean {
    const exponent = (((this.#bytes[this.at] ?? 0) & 0x7f) << 4) | ((this.#bytes[this.at + 1] ?? 0) >> 4);
    this.at += 8;
    return this.at <= this.#bytes.length && exponent !== 0x7ff; // NaN and the infinities
  }

  #takeNumber(widthBytes: number): number {
    let value = 0;
    for (let left = widthBytes; left > 0; left--) value = value * 256 + (this.#bytes[this.at++] ?? 0);
    return value;
  }
}

/** Well-formed, and not beginning with U+FEFF, which msgpackr's TextDecoder would drop. */
function isCleanUtf8(text: Uint8Array): boolean {
  return isUtf8(text) && !(text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf);
}

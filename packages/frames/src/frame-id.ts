/**
 * Frame id: 16 lower-case hex digits, the first half of SHA-256 over the content's first 100 characters, the ISO time and
 * randomness. Source: seed lightning-vidmem, "Frame ID Generation"; the randomness is 8 bytes, written as hex.
 * Invariant: ids carry 64 bits; among ten million ids a collision has a probability of about 3e-6 (birthday bound).
 */
import { hash } from "node:crypto";

/** Name of a frame: 16 lower-case hex digits. */
export type FrameId = string & { readonly __brand: "FrameId" };

/** Mints a new id for a content saved at a time. */
export type FrameIdGenerator = (content: Uint8Array, timestamp: number) => FrameId;

const FRAME_ID_PATTERN = /^[0-9a-f]{16}$/;
const HEAD_CHARACTERS = 100;
const HEAD_BYTES = HEAD_CHARACTERS * 4; // a character takes at most 4 bytes in UTF-8
const RANDOM_BYTES = 8;
const POOL_BYTES = 512 * RANDOM_BYTES;
const SURROGATE = /[\ud800-\udfff]/;

/** Tells whether a value is a frame id. */
export function isFrameId(value: unknown): value is FrameId {
  return typeof value === "string" && FRAME_ID_PATTERN.test(value);
}

/** Takes a value from outside as a frame id. @throws TypeError when it is not 16 lower-case hex digits. */
export function toFrameId(value: unknown): FrameId {
  if (!isFrameId(value)) throw new TypeError("id must be a string of 16 lower-case hex digits");
  return value;
}

/** Creates a generator that draws its randomness in pools, because one call for 8 bytes costs more than the hash. */
export function createFrameIdGenerator(randomBytes: (n: number) => Uint8Array): FrameIdGenerator {
  let pool = Buffer.alloc(0);
  let used = 0;
  let isoTime = Number.NaN;
  let iso = "";
  return (content, timestamp) => {
    if (used + RANDOM_BYTES > pool.length) {
      pool = Buffer.from(randomBytes(POOL_BYTES));
      if (pool.length < RANDOM_BYTES) throw new RangeError("randomBytes must return as many bytes as it is asked for");
      used = 0;
    }
    const random = pool.toString("hex", used, (used += RANDOM_BYTES));
    if (timestamp !== isoTime) {
      iso = new Date(timestamp).toISOString();
      isoTime = timestamp;
    }
    return toFrameId(hash("sha256", contentHead(content) + iso + random, "hex").slice(0, 16));
  };
}

/** The content's first 100 characters (code points), decoded as UTF-8 with replacement. */
function contentHead(content: Uint8Array): string {
  const bytes = Math.min(content.length, HEAD_BYTES);
  const text = Buffer.from(content.buffer, content.byteOffset, bytes).toString("utf8");
  return SURROGATE.test(text) ? Array.from(text).slice(0, HEAD_CHARACTERS).join("") : text.slice(0, HEAD_CHARACTERS);
}

/**
 * Frame id: 16 lower-case hex digits, the first half of SHA-256 over the content's first 100 characters, the ISO time and
 * randomness. Source: seed lightning-vidmem, "Frame ID Generation"; the randomness is 8 bytes, written as hex.
 * Invariant: ids carry 64 bits; among ten million ids a collision has a probability of about 3e-6 (birthday bound).
 */
import { hash } from "node:crypto";
import { createIsoTimeWriter, MAX_ISO_BYTES } from "./iso-time.ts";

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
  const message = Buffer.alloc(HEAD_BYTES + MAX_ISO_BYTES + 2 * RANDOM_BYTES);
  const writeIsoTime = createIsoTimeWriter();
  const writeRandom = createRandomWriter(randomBytes);
  let hashed = message;
  let [time, timeAt, timeEnd] = [Number.NaN, 0, 0];
  return (content, timestamp) => {
    const at = writeHead(content, message);
    // Many frames of one millisecond: what lies behind a head as long as the last one is still the time.
    if (timestamp !== time || at !== timeAt) {
      timeEnd = writeIsoTime(timestamp, message, at);
      time = timestamp;
      timeAt = at;
    }
    const end = writeRandom(message, timeEnd);
    if (hashed.length !== end) hashed = message.subarray(0, end);
    return idOf(hash("sha256", hashed, "binary"));
  };
}

/** Hex digits of a digest's first 8 bytes, without a string of all 64 that would live as long as the id. */
function idOf(digest: string): FrameId {
  const [a, b, c, d] = [digest.charCodeAt(0), digest.charCodeAt(1), digest.charCodeAt(2), digest.charCodeAt(3)];
  const [e, f, g, h] = [digest.charCodeAt(4), digest.charCodeAt(5), digest.charCodeAt(6), digest.charCodeAt(7)];
  // oxfmt-ignore
  return String.fromCharCode(
    high(a), low(a), high(b), low(b), high(c), low(c), high(d), low(d),
    high(e), low(e), high(f), low(f), high(g), low(g), high(h), low(h),
  ) as FrameId;
}

function high(byte: number): number {
  return HEX_DIGITS[byte >>> 4]!;
}

function low(byte: number): number {
  return HEX_DIGITS[byte & 0x0f]!;
}

/** Gives a function that writes the hex digits of 8 fresh random bytes at an offset, and gives the offset behind them. */
function createRandomWriter(randomBytes: (n: number) => Uint8Array): (into: Buffer, at: number) => number {
  let pool = new Uint8Array(0);
  let used = 0;
  return (into, at) => {
    if (used + RANDOM_BYTES > pool.length) {
      pool = new Uint8Array(randomBytes(POOL_BYTES)); // a copy: the caller may use its bytes again
      if (pool.length < RANDOM_BYTES) throw new RangeError("randomBytes must return as many bytes as it is asked for");
      used = 0;
    }
    for (let i = 0; i < RANDOM_BYTES; i++) {
      const byte = pool[used + i]!;
      into[at + 2 * i] = high(byte);
      into[at + 2 * i + 1] = low(byte);
    }
    used += RANDOM_BYTES;
    return at + 2 * RANDOM_BYTES;
  };
}

const HEX_DIGITS: Uint8Array = Buffer.from("0123456789abcdef", "latin1");

/** Writes the content's first 100 characters as UTF-8 and gives the offset behind them. */
function writeHead(content: Uint8Array, into: Buffer): number {
  const length = Math.min(content.length, HEAD_CHARACTERS);
  for (let at = 0; at < length; at++) {
    const byte = content[at]!;
    if (byte >= 0x80) return into.write(contentHead(content), 0, HEAD_BYTES, "utf8");
    into[at] = byte; // ASCII: a character is a byte
  }
  return length;
}

/** The content's first 100 characters (code points), decoded as UTF-8 with replacement. */
function contentHead(content: Uint8Array): string {
  const bytes = Math.min(content.length, HEAD_BYTES);
  const text = Buffer.from(content.buffer, content.byteOffset, bytes).toString("utf8");
  return SURROGATE.test(text) ? Array.from(text).slice(0, HEAD_CHARACTERS).join("") : text.slice(0, HEAD_CHARACTERS);
}

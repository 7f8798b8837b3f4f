/**
 * Delta: a content as its difference from an earlier one. Layout: docs/format/delta.md.
 * Invariants: D1 decode(base, encode(base, x)) equals x; D2 damage, or another base, is a fault (but for 1 in 2^32); D3 decoding
 * allocates no more than the stated length, which the bytes given can fill.
 */
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { MAX_ENTRY_BYTES } from "../entry/format.ts";
import { commonEnds } from "./similarity.ts";
import type { CommonEnds } from "./similarity.ts";
import { readVarint, varintBytes, writeVarint } from "./varint.ts";

/** Why bytes are no delta against a base. */
export type DeltaFault = "bad-delta" | "wrong-base";

/** How the middle is stored. Persisted: never renumber. */
const METHOD_PLAIN = 0;
const METHOD_DEFLATE = 1;
/** Window of deflate: what a dictionary can be at most. Source: RFC 1951 §2. */
const DICTIONARY_BYTES: number = 32 * 1024;
/** Most bytes that one byte of deflate can stand for, and some for the ends. Source: zlib's technical notes (1032:1). */
const MAX_EXPANSION = 1040;
/** A delta must be at most this part of the plain content. */
const MAX_SIZE_RATIO = 0.5;
/** Below this, deflate has nothing to gain that is worth its 25 µs. */
const MIN_DEFLATE_BYTES = 24;
const CHECKSUM_BYTES = 4;

/**
 * Encodes a content against a base that lies `distance` frames before it (1: the frame just before).
 * Gives undefined when that saves less than half; the base's middle part beyond 32 KiB is of no use.
 */
export function encodeDelta(base: Uint8Array, content: Uint8Array, distance: number): Uint8Array | undefined {
  const ends = commonEnds(base, content);
  const { prefixBytes, suffixBytes } = ends;
  const plainMiddle = content.subarray(prefixBytes, content.length - suffixBytes);
  const deflated = plainMiddle.length < MIN_DEFLATE_BYTES ? plainMiddle : deflateMiddle(base, plainMiddle, ends);
  const isDeflated = deflated.length < plainMiddle.length;
  const middle = isDeflated ? deflated : plainMiddle;
  const numbers = [distance, content.length, prefixBytes, suffixBytes];
  let sizeBytes = CHECKSUM_BYTES + 1 + middle.length;
  for (const number of numbers) sizeBytes += varintBytes(number);
  if (sizeBytes > content.length * MAX_SIZE_RATIO) return undefined;
  const delta = new Uint8Array(sizeBytes);
  let at = 0;
  for (const number of numbers) at = writeVarint(delta, at, number);
  new DataView(delta.buffer).setUint32(at, crc32(content));
  at += CHECKSUM_BYTES;
  delta[at] = isDeflated ? METHOD_DEFLATE : METHOD_PLAIN;
  delta.set(middle, at + 1);
  return delta;
}

/** How many frames before its own frame the base of a delta lies, from 1; undefined when the bytes are no delta. */
export function deltaBaseDistance(delta: Uint8Array): number | undefined {
  const distance = readVarint(delta, 0)?.value;
  return distance === 0 ? undefined : distance;
}

/** Gives the content back, in new bytes. Any bytes are safe to give. */
export function decodeDelta(base: Uint8Array, delta: Uint8Array): Uint8Array | DeltaFault {
  const parts = readParts(delta);
  if (parts === undefined) return "bad-delta";
  const { plainBytes, prefixBytes, suffixBytes } = parts;
  if (prefixBytes + suffixBytes > Math.min(plainBytes, base.length)) return "bad-delta";
  const middle = readMiddle(base, parts);
  if (middle === undefined) return "bad-delta";
  const content = new Uint8Array(plainBytes);
  content.set(base.subarray(0, prefixBytes));
  content.set(middle, prefixBytes);
  content.set(base.subarray(base.length - suffixBytes), plainBytes - suffixBytes);
  return crc32(content) === parts.checksum ? content : "wrong-base";
}

interface DeltaParts extends CommonEnds {
  readonly plainBytes: number;
  readonly checksum: number;
  readonly method: number;
  readonly payload: Uint8Array;
}

function readParts(delta: Uint8Array): DeltaParts | undefined {
  const distance = readVarint(delta, 0);
  const plain = distance === undefined || distance.value === 0 ? undefined : readVarint(delta, distance.next);
  const prefix = plain === undefined ? undefined : readVarint(delta, plain.next);
  const suffix = prefix === undefined ? undefined : readVarint(delta, prefix.next);
  if (plain === undefined || prefix === undefined || suffix === undefined) return undefined;
  const methodAt = suffix.next + CHECKSUM_BYTES;
  if (plain.value > MAX_ENTRY_BYTES || methodAt >= delta.length) return undefined;
  return {
    plainBytes: plain.value,
    prefixBytes: prefix.value,
    suffixBytes: suffix.value,
    checksum: new DataView(delta.buffer, delta.byteOffset + suffix.next, CHECKSUM_BYTES).getUint32(0),
    method: delta[methodAt] ?? 0,
    payload: delta.subarray(methodAt + 1),
  };
}

function readMiddle(base: Uint8Array, parts: DeltaParts): Uint8Array | undefined {
  const { payload } = parts;
  const middleBytes = parts.plainBytes - parts.prefixBytes - parts.suffixBytes;
  if (parts.method === METHOD_PLAIN) return payload.length === middleBytes ? payload : undefined;
  if (parts.method !== METHOD_DEFLATE || middleBytes === 0) return undefined;
  if (middleBytes > payload.length * MAX_EXPANSION) return undefined;
  try {
    const options = {
      dictionary: dictionary(base, parts),
      maxOutputLength: middleBytes,
      chunkSize: chunkBytes(middleBytes),
    };
    const { buffer, engine } = inflateWithInfo(payload, options);
    return buffer.length === middleBytes && engine.bytesWritten === payload.length ? buffer : undefined;
  } catch {
    return undefined; // not deflate, cut, or longer than stated
  }
}

interface Inflated {
  readonly buffer: Uint8Array;
  /** `bytesWritten`: how much of the input was used. */
  readonly engine: { readonly bytesWritten: number };
}

/** `info: true` makes zlib say how much of the input it used; its types do not know that. */
function inflateWithInfo(payload: Uint8Array, options: Parameters<typeof inflateRawSync>[1]): Inflated {
  return inflateRawSync(payload, { ...options, info: true }) as unknown as Inflated;
}

function deflateMiddle(base: Uint8Array, middle: Uint8Array, ends: CommonEnds): Uint8Array {
  return deflateRawSync(middle, { dictionary: dictionary(base, ends), chunkSize: chunkBytes(middle.length) });
}

/** The last 32 KiB of the base before the common suffix: all that was replaced, and what stood before it. */
function dictionary(base: Uint8Array, { suffixBytes }: CommonEnds): Uint8Array {
  const end = base.length - suffixBytes;
  return base.subarray(Math.max(0, end - DICTIONARY_BYTES), end);
}

/** One chunk holds what is expected; zlib wants at least 64 bytes. */
function chunkBytes(expectedBytes: number): number {
  return Math.min(Math.max(expectedBytes + 1, 64), 64 * 1024);
}

/**
 * Seeded range checksums: the CRC32 of any range of a buffer behind a fixed seed, in time that does not grow with the range.
 * Source: zlib's crc32_combine: crc(A+B) = crc(A) * x^(8|B|) + crc(B) over GF(2); A is the segment's nonce, B the range.
 * Invariant: seededCrc(from, to) equals crc32(bytes.subarray(from, to), seed) for every range inside the buffer.
 */
import { createPrefixCrc, shiftCrc } from "../entry/prefix-crc.ts";
import type { SeededCrc } from "./reader.ts";

/** Creates checksums of ranges of one buffer, which must not change meanwhile. */
export function createSeededCrc(bytes: Uint8Array, seed: number): SeededCrc {
  const prefixes = createPrefixCrc(bytes);
  return (from, to) => (prefixes.rangeCrc(from, to) ^ shiftCrc(seed, to - from)) >>> 0;
}

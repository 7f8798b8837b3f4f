/**
 * Seeded range checksums: the CRC32 of any range of a buffer behind a fixed seed, in time that does not grow with the range.
 * Source: zlib's crc32_combine: crc(A+B) = crc(A) * x^(8|B|) + crc(B) over GF(2); A is the segment's nonce, B the range.
 * Invariant: seededCrc(from, to) equals crc32(bytes.subarray(from, to), seed) for every range inside the buffer.
 */
import { createPrefixCrc } from "../entry/prefix-crc.ts";
import type { SeededCrc } from "./reader.ts";

/** CRC-32 polynomial, reflected. Source: RFC 1952 §8. */
const POLYNOMIAL = 0xedb88320;
/** x^8 in the reflected form: what one byte multiplies by. */
const ONE_BYTE = 0x00800000;

/** Creates checksums of ranges of one buffer, which must not change meanwhile. */
export function createSeededCrc(bytes: Uint8Array, seed: number): SeededCrc {
  const prefixes = createPrefixCrc(bytes);
  return (from, to) => (prefixes.rangeCrc(from, to) ^ shiftCrc(seed, to - from)) >>> 0;
}

/** x^(8 * 2^n) modulo the polynomial, for n from 0 to 31. */
const SQUARES: Uint32Array = computeSquares();

/** `crc * x^(8 * byteCount)`: how a checksum counts once `byteCount` more bytes follow. */
function shiftCrc(crc: number, byteCount: number): number {
  let shifted = crc;
  for (let n = 0, rest = byteCount; rest > 0; n++, rest >>>= 1) {
    if ((rest & 1) === 1) shifted = multiply(SQUARES[n] ?? 0, shifted);
  }
  return shifted;
}

/** Product of two polynomials over GF(2), modulo the CRC polynomial, all in the reflected form. */
function multiply(a: number, b: number): number {
  let product = 0;
  let power = b;
  for (let rest = a | 0; rest !== 0; rest <<= 1) {
    if (rest < 0) product ^= power; // the highest bit is x^0
    power = (power >>> 1) ^ (-(power & 1) & POLYNOMIAL);
  }
  return product >>> 0;
}

function computeSquares(): Uint32Array {
  const squares = Uint32Array.of(ONE_BYTE, ...new Uint32Array(31));
  for (let n = 1; n < squares.length; n++) squares[n] = multiply(squares[n - 1] ?? 0, squares[n - 1] ?? 0);
  return squares;
}

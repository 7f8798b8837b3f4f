/**
 * Prefix checksums: the CRC32 of any range of a buffer in time that does not grow with the range.
 * Source: zlib's crc32_combine (crc32.c, multmodp and x2nmodp), used backwards: from crc(A+B) and crc(A) follows crc(B).
 * It keeps the search for the next entry linear when the bytes hold many false beginnings with long lengths.
 * Invariant: rangeCrc(from, to) equals crc32(bytes.subarray(from, to)) for every range inside the buffer.
 */
import { crc32 } from "node:zlib";

/** Bytes between two remembered prefix checksums. */
const STEP_BYTES = 1024;
/** CRC-32 polynomial, reflected. Source: RFC 1952 §8. */
const POLYNOMIAL = 0xedb88320;
/** x^0 in the reflected form. */
const ONE = 0x80000000;

/** Checksums of ranges of one buffer; the buffer must not change while this is in use. */
export interface PrefixCrc {
  rangeCrc(from: number, to: number): number;
}

/** Creates prefix checksums over a buffer; they are computed only as far as they are asked for. */
export function createPrefixCrc(bytes: Uint8Array): PrefixCrc {
  const prefixes = new Uint32Array(Math.floor(bytes.length / STEP_BYTES) + 1);
  let known = 0;
  const prefixCrc = (end: number): number => {
    const step = Math.floor(end / STEP_BYTES);
    for (; known < step; known++) {
      const at = known * STEP_BYTES;
      prefixes[known + 1] = crc32(bytes.subarray(at, at + STEP_BYTES), prefixes[known]);
    }
    return crc32(bytes.subarray(step * STEP_BYTES, end), prefixes[step]);
  };
  return {
    rangeCrc: (from, to) => (prefixCrc(to) ^ shiftCrc(prefixCrc(from), to - from)) >>> 0,
  };
}

/** `crc * x^(8 * bytes)`: how a checksum counts once `bytes` more bytes follow. */
export function shiftCrc(crc: number, bytes: number): number {
  return multiply(powerOfX(bytes), crc);
}

/** x^(2^n) modulo the polynomial, for n from 0 to 31; made when it is first needed. */
let knownSquares: Uint32Array | undefined;

/** Product of two polynomials over GF(2), modulo the CRC polynomial, all in the reflected form. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let mask = ONE; mask !== 0 && a !== 0; mask >>>= 1) {
    if ((a & mask) !== 0) {
      product ^= b;
      a &= ~mask;
    }
    b = (b & 1) === 1 ? (b >>> 1) ^ POLYNOMIAL : b >>> 1;
  }
  return product >>> 0;
}

/** x^(8 * bytes) modulo the polynomial. */
function powerOfX(bytes: number): number {
  knownSquares ??= computeSquares();
  let power = ONE;
  for (let square = 3, rest = bytes; rest > 0; square++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiply(knownSquares[square % 32] ?? 0, power);
  }
  return power;
}

function computeSquares(): Uint32Array {
  const squares = new Uint32Array(32);
  squares[0] = ONE >>> 1;
  for (let n = 1; n < squares.length; n++) squares[n] = multiply(squares[n - 1] ?? 0, squares[n - 1] ?? 0);
  return squares;
}

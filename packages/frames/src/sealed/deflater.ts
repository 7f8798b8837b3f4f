/** Deflate: bytes to raw deflate (RFC 1951), at once. Invariant: calls do not see each other. */
import { deflateRawSync } from "node:zlib";

/**
 * How hard to deflate: 1 is fast; 3 makes 2 % fewer bytes in about the same time; 6 makes 4 % fewer at half the speed (measured on
 * chunks of 33 texts of 490 bytes, 2026-11-21 and 26).
 */
export type SealLevel = 1 | 3 | 6;

/** Gives new bytes. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

/**
 * Synchronous, because what it costs beside deflating is lost in it: 210 µs a chunk in all, of which setting zlib up is less than 5. Through
 * a stream of libuv's pool, promises and events took the calling thread 160 µs a chunk more (2026-11-26).
 */
export function createDeflate(level: SealLevel): Deflate {
  const options = { level };
  return (bytes) => deflateRawSync(bytes, options);
}

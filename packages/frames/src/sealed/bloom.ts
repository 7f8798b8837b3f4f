/**
 * Bloom filter: tells most absent keys from present ones without a read. Format: docs/format/sealed.md §Key table.
 * Blocked, so that a test touches one cache line. Source: Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom
 * Filters" (2007) §3; probes by double hashing, Kirsch and Mitzenmacher (2006). Measured: log-notes §5, 1 % false hits.
 * Invariant: a key that was added is always found.
 */
import { BLOOM_BITS_PER_KEY, BLOOM_BLOCK_BYTES, BLOOM_PROBES } from "./format.ts";
import { mix } from "./keys.ts";

/** Bytes of the filter for a number of keys. */
export function bloomBytes(keys: number): number {
  return Math.ceil((keys * BLOOM_BITS_PER_KEY) / (BLOOM_BLOCK_BYTES * 8)) * BLOOM_BLOCK_BYTES;
}

/** Adds a key to a filter, which is the first `sizeBytes` of `bytes`. */
export function addToBloom(bytes: Uint8Array, sizeBytes: number, key: number): void {
  const block = blockOf(sizeBytes, key);
  const step = stepOf(key);
  let hash = mix(key);
  for (let probe = 0; probe < BLOOM_PROBES; probe++) {
    const at = block + (hash >>> 26);
    bytes[at] = (bytes[at] ?? 0) | (1 << ((hash >>> 23) & 7));
    hash = (hash + step) | 0;
  }
}

/** Tells whether a key may have been added. */
export function mayHold(bytes: Uint8Array, sizeBytes: number, key: number): boolean {
  const block = blockOf(sizeBytes, key);
  const step = stepOf(key);
  let hash = mix(key);
  for (let probe = 0; probe < BLOOM_PROBES; probe++) {
    if (((bytes[block + (hash >>> 26)] ?? 0) & (1 << ((hash >>> 23) & 7))) === 0) return false;
    hash = (hash + step) | 0;
  }
  return true;
}

/** Offset of the key's block: blocks stand in the order of keys. */
function blockOf(sizeBytes: number, key: number): number {
  return Math.floor((key * (sizeBytes / BLOOM_BLOCK_BYTES)) / 2 ** 32) * BLOOM_BLOCK_BYTES;
}

function stepOf(key: number): number {
  return mix(~key) | 1;
}

/** Stored vector indexes on disks of tests. */
import { join } from "node:path";
import { memoryDisk, type Disk } from "@vidmem/frames";
import { pseudoRandomVector } from "../../src/conformance/pseudo-random-vector.ts";
import {
  openStoredVectorIndex,
  type StoredVectorIndex,
  type StoredVectorIndexOptions,
} from "../../src/vectors/stored-vector-index.ts";
import type { KeyedVector } from "../../src/vectors/vector-index.ts";

export const DIR = "/store/index/vectors";
export const DIMENSIONS = 24;

/** Vectors for the keys from `first` to before `end`. */
export function vectorsOf(first: number, end: number, dimensions = DIMENSIONS): KeyedVector[] {
  return Array.from({ length: end - first }, (_, at) => [first + at, pseudoRandomVector(first + at, dimensions)]);
}

/** An index on a disk, and how to open it again. */
export function indexOn(disk: Disk = memoryDisk(), options: Partial<StoredVectorIndexOptions> = {}) {
  const open = (more: Partial<StoredVectorIndexOptions> = {}): Promise<StoredVectorIndex> =>
    openStoredVectorIndex({ dir: DIR, disk, model: "test", ...options, ...more });
  return { disk, open };
}

/** Names of the files, sorted. */
export async function filesOf(disk: Disk): Promise<string[]> {
  return (await disk.readdir(DIR)).map(({ name }) => name).toSorted();
}

/** Changes the bytes of a file. */
export async function patchFile(disk: Disk, name: string, patch: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  const file = await disk.open(join(DIR, name), "write");
  const bytes = new Uint8Array(await file.size());
  await file.read(bytes, 0);
  const patched = patch(bytes);
  await file.truncate(patched.length);
  await file.write(patched, 0);
  await file.close();
}

export async function readBytes(disk: Disk, name: string): Promise<Uint8Array> {
  const file = await disk.open(join(DIR, name), "read");
  const bytes = new Uint8Array(await file.size());
  await file.read(bytes, 0);
  await file.close();
  return bytes;
}

/** Turns one bit. */
export function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[at]! ^= 0x10;
  return flipped;
}

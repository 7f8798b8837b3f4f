/** Seeds of the hash tables in memory, so that nobody can choose ids that meet in them. */

/** 32 bits for the hash tables of a segment. */
export function seedOf(randomBytes: (n: number) => Uint8Array): number {
  return Buffer.from(randomBytes(4)).readInt32BE();
}

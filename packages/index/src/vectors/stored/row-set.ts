/** Row set: which of the rows from 0 on are meant, one bit each. */

/** A set of row numbers, in ascending order. */
export interface RowSet extends Iterable<number> {
  readonly count: number;
  /** Bit (row mod 8) of byte (row div 8). */
  readonly bitmap: Uint8Array;
  has(row: number): boolean;
  /** @returns false when it was there already. */
  add(row: number): boolean;
}

/** @param rows all numbers are below. @param given a bitmap to begin with, copied; bits from `rows` on are 0. */
export function createRowSet(rows: number, given?: Uint8Array): RowSet {
  const bitmap = new Uint8Array(Math.ceil(rows / 8));
  if (given !== undefined) bitmap.set(given);
  let count = 0;
  for (const byte of bitmap) for (let bits = byte; bits !== 0; bits &= bits - 1) count++;
  return {
    get count() {
      return count;
    },
    bitmap,
    *[Symbol.iterator]() {
      for (let byte = 0; byte < bitmap.length; byte++) {
        for (let bits = bitmap[byte]!; bits !== 0; bits &= bits - 1) yield byte * 8 + 31 - Math.clz32(bits & -bits);
      }
    },
    has: (row) => (bitmap[row >> 3]! & (1 << (row & 7))) !== 0,
    add(row) {
      const bit = 1 << (row & 7);
      if ((bitmap[row >> 3]! & bit) !== 0) return false;
      bitmap[row >> 3]! |= bit;
      count++;
      return true;
    },
  };
}

/**
 * Rows: what a search needs of a set of stored vectors, in memory (memory-rows.ts) or in a segment (segment-rows.ts).
 * Rows are numbered from 0; a dead row stays where it is and no longer counts.
 */

/** Stored vectors by row. */
export interface VectorRows {
  /** All rows, dead ones included; only ever grows. */
  readonly count: number;
  readonly liveCount: number;
  keyAt(row: number): number;
  /** The live row of a key, or -1. */
  find(key: number): number;
  /** Visits the live rows of ascending keys, in any order. */
  visitKeys(keys: ArrayLike<number>, visit: (row: number) => void): void;
  isLive(row: number): boolean;
  /** Takes a live row out. */
  kill(row: number): void;
  /** Bytes of a row's record. */
  recordLength(row: number): number;
  /** Copies the sketches of the rows from `first` on. @returns false when they are damaged: then all rows are dead. */
  readSketches(first: number, into: Uint8Array): boolean;
  /** Visits the records of ascending live rows. Damaged ones are killed and passed over. The record is a view, valid during the call. */
  visitRecords(rows: ArrayLike<number>, visit: (row: number, record: Uint8Array) => void): void;
}

/**
 * The kernels of vector search: what runs over every sketch, in WebAssembly (wasm-kernels.ts) or in TypeScript
 * (plain-kernels.ts). Both work on one memory by address and give the same bytes; a property test says so.
 *
 * A sketch is one bit per dimension in blocks of 16 bytes. A rank is a u16 that is smaller for rows that are likely nearer.
 */

/** Where a scan reads and writes: addresses in `memory`, multiples of 16. */
export interface SketchScan {
  /** One sketch. */
  readonly question: number;
  /** `rows` sketches, one after another. */
  readonly sketches: number;
  /** A multiple of 4. */
  readonly rows: number;
  /** 16-byte blocks in a sketch. */
  readonly blocks: number;
  /** Takes one rank per row. */
  readonly ranks: number;
}

/** Which rows to take. */
export interface RankRange {
  readonly ranks: number;
  /** From this row on, up to `rows`. */
  readonly row: number;
  readonly rows: number;
  /** Ranks `low` to `high`, both included. */
  readonly low: number;
  readonly high: number;
  /** Takes the numbers of the rows as u32, at most `capacity` of them. */
  readonly into: number;
  readonly capacity: number;
}

/** One set of kernels and the memory that they work on. */
export interface SketchKernels {
  readonly name: "wasm" | "plain";
  /** All of the memory, little-endian on every machine. Valid until `reserve`. */
  memory(): Uint8Array;
  /** Makes the memory at least as large; what is in it stays. @throws RangeError when there is not so much. */
  reserve(sizeBytes: number): void;
  /** Rank = the number of bits that differ. */
  hamming(scan: SketchScan): void;
  /** Rank = 4095 · (1 − shared / √(bits of the row · bits of the question)): the cosine of two bit sets, turned round. */
  overlap(scan: SketchScan): void;
  /** Adds 1 to the u32 at `counts` + 4 · rank, for each of the ranks. */
  count(ranks: number, rows: number, counts: number): void;
  /** Finds rows by rank, ascending. @returns how many were written. */
  collect(range: RankRange): number;
}

/** The rank of a row that shares nothing with the question, by `overlap`. */
export const MAX_OVERLAP_RANK = 4095;

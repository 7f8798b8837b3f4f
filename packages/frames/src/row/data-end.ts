/**
 * Data end: where the zeros of a preallocated segment begin. Rule: docs/format/row.md, "Reader duties".
 * Invariant: each byte of the file is looked at once, however often and from wherever the end is asked for.
 */
import type { ReadAt } from "./window.ts";

const CHUNK_BYTES: number = 64 * 1024;

/** Finds the end of the data behind a place. */
export interface DataEnd {
  /**
   * One past the last byte that is not zero at or after `from`; at most `from` when there is none. The search ends at the file's
   * end, or after a run of zeros behind `atLeast`. Calls must come with rising `from`.
   */
  find(from: number, atLeast: number): Promise<number>;
}

/** Creates a search in a file of `sizeBytes` bytes, which ends after `runBytes` of zeros in a row. */
export function createDataEnd(readAt: ReadAt, sizeBytes: number, runBytes: number): DataEnd {
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, sizeBytes));
  const zeros = Buffer.alloc(chunk.length);
  let scannedTo = 0;
  let dataEnd = 0;
  const find = async (from: number, atLeast: number): Promise<number> => {
    scannedTo = Math.max(scannedTo, from);
    while (scannedTo < sizeBytes && scannedTo - Math.max(from, atLeast, dataEnd) < runBytes) {
      const wanted = Math.min(chunk.length, sizeBytes - scannedTo);
      const count = await readAt(chunk.subarray(0, wanted), scannedTo);
      if (!zeros.subarray(0, count).equals(chunk.subarray(0, count))) {
        let last = count - 1;
        while (chunk[last] === 0) last--;
        dataEnd = scannedTo + last + 1;
      }
      scannedTo += count;
      if (count < wanted) break; // the file has shrunk
    }
    return dataEnd;
  };
  return { find };
}

/**
 * Zero fill: writes zeros a little ahead of the rows, so that a durable write has no blocks to allocate. Source: design log-notes
 * §1b (hole + 64 KiB zeroed ahead through a second descriptor, O_DSYNC: 1.19–1.24 × append + fdatasync).
 * Invariant: zeros never meet rows: they begin behind what was written, and a write waits for zeros on their way to its range.
 */
import type { DiskFile } from "../disk/disk.ts";

const KIB = 1024;
const STEP_BYTES = 64 * KIB;
const LARGE_STEP_BYTES = 256 * KIB;
/** Groups above this ask for the larger step; groups above the step itself would only be written twice. */
const LARGE_GROUP_BYTES = 16 * KIB;
const ZEROS: Uint8Array = new Uint8Array(LARGE_STEP_BYTES);

/**
 * Writes zeros to the end of a new file, durable piece by piece: 4 MiB in one sync would hold up the savers who write meanwhile.
 * Source: measured on a busy disk with 64 savers beside it, 2026-11-26: faster than one sync at the end in seven of nine pairs of runs.
 */
export async function writeZeros(file: DiskFile, sizeBytes: number): Promise<void> {
  for (let at = 0; at < sizeBytes; at += LARGE_STEP_BYTES) {
    const zeros = ZEROS.subarray(0, Math.min(LARGE_STEP_BYTES, sizeBytes - at));
    const written = await file.write(zeros, at);
    if (written !== zeros.length) throw new Error(`Short write: ${written} of ${zeros.length} bytes`);
    await file.datasync();
  }
}

export interface ZeroFill {
  /**
   * What to wait for before rows are written up to `end`; nearly always nothing. It rejects when zeros that were to be there could
   * not be written.
   */
  inTheWay(end: number): Promise<void> | undefined;
  /** After rows were written up to `end`: starts zeroing, up to `limit`, when less than half a step is left. Not waited for. */
  goAhead(end: number, groupBytes: number, limit: number): void;
  /** Waits for zeros on their way. That they failed no longer matters. */
  settle(): Promise<void>;
}

/** @param file a second descriptor, without write-through. @param end where the rows end. */
export function createZeroFill(file: DiskFile, end: number): ZeroFill {
  let zeroedTo = end;
  let zeroing: Promise<void> | undefined;
  return {
    inTheWay: (to) => (to > zeroedTo ? zeroing : undefined),
    goAhead(from, groupBytes, limit) {
      const step = groupBytes > LARGE_GROUP_BYTES ? LARGE_STEP_BYTES : STEP_BYTES;
      if (zeroing !== undefined || groupBytes > STEP_BYTES || zeroedTo - from >= step / 2) return;
      const start = Math.max(zeroedTo, from);
      const zeros = ZEROS.subarray(0, Math.min(step, limit - start));
      if (start >= limit) return;
      zeroing = file.write(zeros, start).then((written) => {
        zeroing = undefined;
        zeroedTo = start + written;
      });
      zeroing.catch(() => undefined); // it fails the write that waits for it
    },
    async settle() {
      await zeroing?.catch(() => undefined);
    },
  };
}

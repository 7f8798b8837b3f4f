/** Row files on a disk, and the jobs that seal them. */
import { join } from "node:path";
import type { Disk } from "../../src/index.ts";
import type { SealJob } from "../../src/store/seal-job.ts";
import type { RowsExtent } from "../../src/store/seal-rows.ts";
import { buildSegment, plainFrame } from "./row-segments.ts";
import { plantSegment, readWhole } from "./stores.ts";

export const TARGET = "shards/2026/11/new.frames.tmp";

/** Plants a row file with the seqs of a range; contents are `contentBytes` long. */
export async function plantRows(
  disk: Disk,
  dir: string,
  range: { readonly firstSeq: number; readonly lastSeq: number; readonly contentBytes?: number },
): Promise<RowsExtent> {
  const { firstSeq, lastSeq, contentBytes = 300 } = range;
  const frames = Array.from({ length: lastSeq - firstSeq + 1 }, (_, n) => {
    const fingerprint = n % 3 === 0 ? new Uint8Array(8).fill(n) : undefined;
    return plainFrame(firstSeq + n, `row ${n} `.repeat(contentBytes).slice(0, contentBytes), { fingerprint });
  });
  const { bytes, nonceCrc, end } = buildSegment([frames], { zeros: 1000 });
  const file = `shards/2026/11/rows-of-${firstSeq}.frames`;
  await plantSegment(disk, dir, { file, bytes });
  return { file, firstSeq, lastSeq, nonceCrc, endOffset: end };
}

export function jobOf(rows: readonly RowsExtent[]): SealJob {
  const { firstSeq } = rows[0]!;
  return { firstSeq, lastSeq: rows.at(-1)!.lastSeq, target: TARGET, createdAt: 5, source: { rows } };
}

export function sealedBytes(disk: Disk, dir: string): Promise<Uint8Array> {
  return readWhole(disk, join(dir, TARGET));
}

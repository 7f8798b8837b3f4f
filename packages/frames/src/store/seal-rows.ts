/**
 * Seal rows: the rows of a complete segment, read from its file a window at a time, go into chunks.
 * Invariants: each row is checked before it is taken; all bytes from the header to the end are rows in order of seq, or it throws.
 */
import { decodeRow, inspectRow, type InspectionContext } from "../row/reader.ts";
import type { RowFrame } from "../row/row-frame.ts";
import type { ReadAt } from "../row/window.ts";
import type { ChunkPipeline } from "../sealed/chunk-pipeline.ts";
import type { SeqRange } from "./names.ts";
import { ROWS_BEGIN } from "./row-segment.ts";
import { damagedFrame } from "./table-reader.ts";

/** The rows of one file. */
export interface RowsExtent extends SeqRange {
  /** Path below the store's folder. */
  readonly file: string;
  /** Seed of the rows' checksums. */
  readonly nonceCrc: number;
  /** Where the rows end. */
  readonly endOffset: number;
}

/** Where rows come from. */
export interface RowsSource {
  readonly readAt: ReadAt;
  /** Awaited before each window. */
  readonly turn?: (() => Promise<void>) | undefined;
}

const WINDOW_BYTES: number = 256 * 1024;

/** @throws FRAMES_CORRUPT where bytes are not the row that belongs there; what reading, writing and `turn` reject with. */
export async function sealRows(pipeline: ChunkPipeline, rows: RowsExtent, { readAt, turn }: RowsSource): Promise<void> {
  const { file, nonceCrc, endOffset } = rows;
  const usual = Buffer.allocUnsafeSlow(Math.min(WINDOW_BYTES, endOffset - ROWS_BEGIN));
  let window = usual;
  let seq = rows.firstSeq - 1;
  for (let base = ROWS_BEGIN; base < endOffset;) {
    await turn?.();
    const wanted = window.subarray(0, endOffset - base);
    const count = await readAt(wanted, base);
    if (count === 0) throw damagedFrame(file, { seq: seq + 1, offset: base, reason: "truncated" });
    const bytes = wanted.subarray(0, count);
    const limit = count < wanted.length ? count : endOffset - base; // a file that has shrunk ends before
    let at = 0;
    let missingBytes = 0;
    while (at < limit && missingBytes === 0) {
      const row = rowAt(bytes, at, { limit, nonceCrc });
      if (typeof row === "number") {
        missingBytes = row - at;
        continue;
      }
      const isInOrder = typeof row !== "string" && row.seq > seq && row.seq <= rows.lastSeq;
      if (!isInOrder) {
        const reason = typeof row === "string" ? row : "wrong-place";
        throw damagedFrame(file, { seq: seq + 1, offset: base + at, reason });
      }
      seq = row.seq;
      at += row.sizeBytes;
      if (pipeline.add(row)) await pipeline.settle();
    }
    window = missingBytes > usual.length ? Buffer.allocUnsafeSlow(missingBytes) : usual;
    base += at;
  }
  if (seq !== rows.lastSeq) throw damagedFrame(file, { seq: seq + 1, offset: endOffset, reason: "wrong-place" });
}

/** The row that begins at `at`; or up to where bytes must be loaded first; or why there is no row. */
function rowAt(bytes: Buffer, at: number, context: InspectionContext): RowFrame | number | string {
  const found = inspectRow(bytes, at, context);
  if (typeof found === "string") return found;
  return found < 0 ? -found : decodeRow(bytes, at, found);
}

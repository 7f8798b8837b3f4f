/**
 * Row segment: frames as rows in the order of saving, not yet sealed. Format: docs/format/row.md.
 * Invariant: what the table names was written and committed before anyone asks for it; the store's committed seq says how far.
 */
import { SEGMENT_HEADER_BYTES } from "../row/format.ts";
import { decodeRow, inspectRow } from "../row/reader.ts";
import { toNonceCrc } from "../row/row-header.ts";
import type { HeldFile } from "./held-file.ts";
import type { RowsName } from "./names.ts";
import { createRowTable, type RowEntry, type RowTable } from "./row-table.ts";
import type { Segment } from "./segment.ts";
import { createTableReader } from "./table-reader.ts";

/** Bytes of a segment's header, which come before its first row. */
export const ROWS_BEGIN: number = SEGMENT_HEADER_BYTES;

/** A row segment: a `Segment` that can grow. */
export interface RowSegment extends Segment {
  readonly name: RowsName;
  readonly nonceCrc: number;
  /** ms */
  readonly createdAt: number;
  readonly isEmpty: boolean;
  /** Where the next row goes; 0 while not even the header is planned. */
  readonly endOffset: number;
  /** Whether bytes of it are no rows: then its file is kept when it is sealed. */
  isDamaged: boolean;
  isForeign: boolean;
  /** Where the row with a seq ends, or the last one before it; where rows begin when there is none. */
  endAt(seq: number): number;
  /** Plans `sizeBytes` at the end, and returns where. */
  reserve(sizeBytes: number): number;
  /** Names a row that lies at a reserved place, or that was found there. */
  add(entry: RowEntry): void;
  /** Gives the segment its file; the segment holds it from now on. */
  attach(file: HeldFile): void;
}

/** How a row segment begins. */
export interface RowSegmentStart {
  readonly name: RowsName;
  readonly firstSeq: number;
  readonly createdAt: number;
  /** The nonce in the segment's header. Default: the one in its name. */
  readonly nonce?: Uint8Array | undefined;
  /** See `createKeyChains`. */
  readonly seed: number;
  readonly expectedRows?: number | undefined;
}

export function isRows(segment: Segment): segment is RowSegment {
  return "nonceCrc" in segment;
}

export function createRowSegment(start: RowSegmentStart): RowSegment {
  const { name, firstSeq, createdAt, nonce } = start;
  const table: RowTable = createRowTable(firstSeq, start.seed, start.expectedRows);
  const nonceCrc = toNonceCrc(nonce ?? Buffer.from(name.nonce, "hex"));
  let endOffset = 0;
  const reader = createTableReader(name.file, table, (bytes, { offset, sizeBytes }, seq) => {
    const found = inspectRow(bytes, offset, { limit: offset + sizeBytes, nonceCrc });
    if (typeof found !== "number") return found;
    const frame = decodeRow(bytes, offset, found);
    return typeof frame === "string" || (frame.seq === seq && found === sizeBytes) ? frame : "wrong-place";
  });
  return {
    ...reader,
    name,
    nonceCrc,
    createdAt,
    file: name.file,
    month: name.month,
    firstSeq,
    isDamaged: false,
    isForeign: false,
    get lastSeq() {
      return table.lastSeq;
    },
    get isEmpty() {
      return table.lastSeq < firstSeq;
    },
    get endOffset() {
      return endOffset;
    },
    get sizeBytes() {
      return endOffset;
    },
    reserve(sizeBytes) {
      const at = endOffset;
      endOffset += sizeBytes;
      return at;
    },
    endAt(seq) {
      for (let at = seq; at >= firstSeq; at--) {
        const place = table.place(at);
        if (place !== undefined) return place.offset + place.sizeBytes;
      }
      return ROWS_BEGIN;
    },
    add: (entry) => table.add(entry),
  };
}

/** Dead rows as a file: which rows of a segment no longer count. Layout: docs/format/vectors.md, "Byte map". */
import { crc32 } from "node:zlib";
import { DEAD_MAGIC } from "./format.ts";
import { createRowSet, type RowSet } from "./row-set.ts";

const HEAD_BYTES = 16;
const CHECKSUM_BYTES = 4;

/** The file for a segment of so many rows. */
export function encodeDeadRows(dead: RowSet, rows: number): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + dead.bitmap.length + CHECKSUM_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(DEAD_MAGIC);
  view.setUint32(8, rows);
  view.setUint32(12, dead.count);
  bytes.set(dead.bitmap, HEAD_BYTES);
  view.setUint32(bytes.length - CHECKSUM_BYTES, crc32(bytes.subarray(0, -CHECKSUM_BYTES)));
  return bytes;
}

/** @returns undefined when the file is damaged or of a segment with another number of rows. */
export function decodeDeadRows(bytes: Uint8Array, rows: number): RowSet | undefined {
  if (bytes.length !== HEAD_BYTES + Math.ceil(rows / 8) + CHECKSUM_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(bytes.length - CHECKSUM_BYTES) !== crc32(bytes.subarray(0, -CHECKSUM_BYTES))) return undefined;
  if (DEAD_MAGIC.some((byte, at) => bytes[at] !== byte) || view.getUint32(8) !== rows) return undefined;
  return createRowSet(rows, bytes.subarray(HEAD_BYTES, -CHECKSUM_BYTES));
}

/**
 * Rows of a segment: keys are in memory (4 bytes a row), sketches are handed on, records are read when a search wants them.
 * Reads behind a search are synchronous: from the page cache they cost microseconds.
 * Invariant: no damaged bytes are given out; rows that are damaged are dead and counted.
 */
import { crc32 } from "node:zlib";
import type { Disk, DiskFile } from "@vidmem/frames";
import { decodeDeadRows } from "./dead-rows.ts";
import { END_BYTES, HEADER_BYTES, KEY_BYTES, sketchBytes } from "./format.ts";
import { isIntact } from "./record.ts";
import { createRowSet, type RowSet } from "./row-set.ts";
import type { VectorRows } from "./rows.ts";
import { seek } from "./seek.ts";
import { decodeHeader, toLayout, type SegmentHeader } from "./segment-header.ts";

/** Records that lie no further apart are read together. */
const GAP_BYTES = 4096;
const READ_BYTES = 65_536;
const DENSE_ROWS = 16;

/** An open segment. */
export interface SegmentRows extends VectorRows {
  readonly header: SegmentHeader;
  readonly dead: RowSet;
  /** Rows that were found damaged since it was opened. */
  readonly damagedCount: number;
  close(): Promise<void>;
}

/** @returns undefined when the segment, or its file of dead rows, is damaged. Rejects when a file cannot be opened. */
export async function openSegmentRows(
  disk: Disk,
  path: string,
  deadPath: string | undefined,
): Promise<SegmentRows | undefined> {
  const deadBytes = deadPath === undefined ? undefined : await readFile(disk, deadPath);
  const file = await disk.open(path, "read");
  let segment: SegmentRows | undefined;
  try {
    segment = await readSegment(file, deadBytes);
  } finally {
    if (segment === undefined) await file.close();
  }
  return segment;
}

async function readSegment(file: DiskFile, deadBytes: Uint8Array | undefined): Promise<SegmentRows | undefined> {
  const header = decodeHeader(await readPart(file, 0, HEADER_BYTES));
  if (header === undefined) return undefined;
  const dead = deadBytes === undefined ? createRowSet(header.rows) : decodeDeadRows(deadBytes, header.rows);
  const layout = toLayout(header);
  const sizeBytes = await file.size();
  if (dead === undefined || sizeBytes < layout.recordsAt) return undefined;
  const columns = await readPart(file, layout.keysAt, layout.sketchesAt - layout.keysAt);
  if (crc32(columns) !== header.columnsChecksum) return undefined;
  const keys = toNumbers(columns, header.rows * KEY_BYTES);
  const ends =
    header.recordBytes === 0 ? toNumbers(columns.subarray(keys.byteLength), header.rows * END_BYTES) : undefined;
  const recordsBytes = ends?.at(-1) ?? header.rows * header.recordBytes;
  if (sizeBytes !== layout.recordsAt + recordsBytes) return undefined;
  return createSegmentRows({ file, header, dead, keys, ends });
}

interface Parts {
  readonly file: DiskFile;
  readonly header: SegmentHeader;
  readonly dead: RowSet;
  /** Counted from the header's first key. */
  readonly keys: Uint32Array;
  readonly ends: Uint32Array | undefined;
}

function createSegmentRows({ file, header, dead, keys, ends }: Parts): SegmentRows {
  const { rows, firstKey, recordBytes } = header;
  const layout = toLayout(header);
  const stride = sketchBytes(header.dimensions);
  let damagedCount = 0;
  let buffer = new Uint8Array(READ_BYTES);
  const startOf = (row: number): number => (ends === undefined ? row * recordBytes : row === 0 ? 0 : ends[row - 1]!);
  const endOf = (row: number): number => ends?.[row] ?? (row + 1) * recordBytes;
  const damage = (row: number): void => {
    if (dead.add(row)) damagedCount++;
  };

  const segment: SegmentRows = {
    header,
    dead,
    count: rows,
    get liveCount() {
      return rows - dead.count;
    },
    get damagedCount() {
      return damagedCount;
    },
    keyAt: (row) => firstKey + keys[row]!,
    find(key) {
      if (key < firstKey || key > header.lastKey) return -1;
      const row = seek(keys, key - firstKey, 0);
      return keys[row] === key - firstKey && !dead.has(row) ? row : -1;
    },
    visitKeys(wanted, visit) {
      const first = seek(wanted, firstKey, 0);
      const end = seek(wanted, header.lastKey + 1, first);
      // Of many keys each is likely among the next few rows: then steps of one are the fastest.
      const isDense = (end - first) * DENSE_ROWS > rows;
      let row = 0;
      for (let at = first; at < end; at++) {
        const key = wanted[at]! - firstKey;
        if (isDense) while (keys[row]! < key) row++;
        else row = seek(keys, key, row);
        if (keys[row] === key && !dead.has(row)) visit(row);
      }
    },
    isLive: (row) => !dead.has(row),
    kill: (row) => void dead.add(row),
    recordLength: (row) => endOf(row) - startOf(row),
    readSketches(first, into) {
      const bytes = into.subarray(0, (rows - first) * stride);
      const read = file.readSync(bytes, layout.sketchesAt + first * stride);
      if (first === 0 && read === bytes.length && crc32(bytes) === header.sketchChecksum) return true;
      for (let row = 0; row < rows; row++) damage(row);
      return false;
    },
    visitRecords(wanted, visit) {
      for (let at = 0; at < wanted.length;) {
        const start = startOf(wanted[at]!);
        let next = at + 1;
        while (next < wanted.length && isNear(endOf(wanted[next - 1]!), startOf(wanted[next]!), start)) next++;
        const length = endOf(wanted[next - 1]!) - start;
        if (length > buffer.length) buffer = new Uint8Array(length);
        const bytes = buffer.subarray(0, length);
        const read = file.readSync(bytes, layout.recordsAt + start);
        for (; at < next; at++) {
          const row = wanted[at]!;
          const record = bytes.subarray(startOf(row) - start, endOf(row) - start);
          if (read === bytes.length && isIntact(record, firstKey + keys[row]!)) visit(row, record);
          else damage(row);
        }
      }
    },
    close: () => file.close(),
  };
  return segment;
}

/** Tells whether a record that begins at `begin` is read together with those before it, from `start` to `end`. */
function isNear(end: number, begin: number, start: number): boolean {
  return begin - end <= GAP_BYTES && end - start < READ_BYTES;
}

function toNumbers(bytes: Uint8Array, length: number): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const numbers = new Uint32Array(length / 4);
  for (let at = 0; at < numbers.length; at++) numbers[at] = view.getUint32(at * 4);
  return numbers;
}

async function readPart(file: DiskFile, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, await file.read(bytes, position));
}

async function readFile(disk: Disk, path: string): Promise<Uint8Array> {
  const file = await disk.open(path, "read");
  try {
    return await readPart(file, 0, await file.size());
  } finally {
    await file.close();
  }
}

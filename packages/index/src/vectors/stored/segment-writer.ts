/**
 * Segment writer: rows of any kind, sorted by key, as one immutable file. Layout: docs/format/vectors.md.
 * Invariants: the file is synced when the promise resolves; work between two awaits takes about a millisecond.
 */
import { crc32 } from "node:zlib";
import type { Disk, DiskFile } from "@vidmem/frames";
import { END_BYTES, KEY_BYTES, MAX_KEY_SPAN, sketchBytes } from "./format.ts";
import type { VectorRows } from "./rows.ts";
import { encodeHeader, toLayout, type SegmentHeader } from "./segment-header.ts";
import { writeAll } from "./write-all.ts";

const PIECE_ROWS = 1024;

/** A live row that goes into a segment. */
export interface PickedRow {
  readonly key: number;
  readonly source: VectorRows;
  readonly row: number;
}

/** The live rows of the sources by key, in groups whose keys fit into one segment. */
export function pickLiveRows(sources: readonly VectorRows[]): PickedRow[][] {
  const picked: PickedRow[] = [];
  for (const source of sources) {
    for (let row = 0; row < source.count; row++)
      if (source.isLive(row)) picked.push({ key: source.keyAt(row), source, row });
  }
  picked.sort((a, b) => a.key - b.key);
  const groups: PickedRow[][] = [];
  for (const pick of picked) {
    const group = groups.at(-1);
    if (group !== undefined && pick.key - group[0]!.key <= MAX_KEY_SPAN) group.push(pick);
    else groups.push([pick]);
  }
  return groups;
}

/** What a segment is made of. */
export interface SegmentContents {
  readonly dimensions: number;
  readonly model: Uint8Array;
  /** Ascending keys; at least one. */
  readonly picked: readonly PickedRow[];
  /** All sketches of each source, as `readSketches` gives them. */
  readonly sketches: ReadonlyMap<VectorRows, Uint8Array>;
}

/** Writes a new file. A record that turns out to be damaged is written as zeros, which are damage again. */
export async function writeSegment(disk: Disk, path: string, contents: SegmentContents): Promise<void> {
  const lengths = contents.picked.map(({ source, row }) => source.recordLength(row));
  const recordBytes = lengths.every((length) => length === lengths[0]) ? lengths[0]! : 0;
  const columns = encodeColumns(contents.picked, recordBytes === 0 ? lengths : undefined);
  const sketches = gatherSketches(contents);
  const header: SegmentHeader = {
    dimensions: contents.dimensions,
    rows: contents.picked.length,
    firstKey: contents.picked[0]!.key,
    lastKey: contents.picked.at(-1)!.key,
    model: contents.model,
    recordBytes,
    columnsChecksum: crc32(columns),
    sketchChecksum: crc32(sketches),
  };
  const { keysAt, sketchesAt, recordsAt } = toLayout(header);
  const file = await disk.open(path, "create");
  try {
    await writeAll(file, encodeHeader(header), 0);
    await writeAll(file, columns, keysAt);
    await writeAll(file, sketches, sketchesAt);
    await writeRecords(file, recordsAt, { picked: contents.picked, lengths });
    await file.sync();
  } finally {
    await file.close();
  }
}

function encodeColumns(picked: readonly PickedRow[], lengths: readonly number[] | undefined): Uint8Array {
  const bytes = new Uint8Array(picked.length * (KEY_BYTES + (lengths === undefined ? 0 : END_BYTES)));
  const view = new DataView(bytes.buffer);
  const firstKey = picked[0]!.key;
  for (const [at, { key }] of picked.entries()) view.setUint32(at * KEY_BYTES, key - firstKey);
  let end = 0;
  for (const [at, length] of (lengths ?? []).entries())
    view.setUint32(picked.length * KEY_BYTES + at * END_BYTES, (end += length));
  return bytes;
}

function gatherSketches({ picked, dimensions, sketches }: SegmentContents): Uint8Array {
  const stride = sketchBytes(dimensions);
  const gathered = new Uint8Array(picked.length * stride);
  for (const [at, { source, row }] of picked.entries())
    gathered.set(sketches.get(source)!.subarray(row * stride, (row + 1) * stride), at * stride);
  return gathered;
}

async function writeRecords(
  file: DiskFile,
  start: number,
  { picked, lengths }: { readonly picked: readonly PickedRow[]; readonly lengths: readonly number[] },
): Promise<void> {
  let position = start;
  for (let first = 0; first < picked.length; first += PIECE_ROWS) {
    const piece = picked.slice(first, first + PIECE_ROWS);
    const bytes = gatherRecords(piece, lengths.slice(first, first + PIECE_ROWS));
    await writeAll(file, bytes, position);
    position += bytes.length;
  }
}

/** The records of a piece one after another; rows of one source are read together. */
function gatherRecords(piece: readonly PickedRow[], lengths: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  const bySource = new Map<VectorRows, { readonly rows: number[]; readonly at: Map<number, number> }>();
  let offset = 0;
  for (const [at, { source, row }] of piece.entries()) {
    const group = bySource.get(source) ?? { rows: [] as number[], at: new Map<number, number>() };
    bySource.set(source, group);
    group.rows.push(row);
    group.at.set(row, offset);
    offset += lengths[at]!;
  }
  for (const [source, { rows, at }] of bySource) {
    rows.sort((a, b) => a - b);
    source.visitRecords(rows, (row, record) => bytes.set(record, at.get(row)));
  }
  return bytes;
}

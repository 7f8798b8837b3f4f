/**
 * Columns of numbers. Counted columns have one to four bytes a value, as few as their largest value needs, so that the reader
 * takes them as they lie; run columns hold differences, for values that mostly grow. Those that a reader may never need say their size.
 */
import {
  createByteCursor,
  damaged,
  readByte,
  readCount,
  readFloat64,
  readSigned,
  readView,
  type ByteCursor,
} from "./byte-reader.ts";
import {
  createByteWriter,
  writeByte,
  writeBytes,
  writeFloat64,
  writeSigned,
  writeVarint,
  writtenBytes,
  type ByteWriter,
} from "./byte-writer.ts";

const DIFFERENCES = 0;
const PLAIN = 1;
/** Differences of such numbers stay whole through zigzag. Times beyond it are 35,000 years away. */
const LARGEST_IN_RUN = 2 ** 50;

/** Whole numbers from 0 in as few bytes as the largest needs. */
export type CountedColumn = Uint8Array | Uint16Array | Uint32Array;

/** Writes the width in bytes, then the values. A column of zeroes has width 0 and no values. */
export function writeCounted(writer: ByteWriter, values: ArrayLike<number>): void {
  let largest = 0;
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, values[at]!);
  const width = largest === 0 ? 0 : largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4;
  writeByte(writer, width);
  if (width === 0) return;
  const column = allocate(width, values.length);
  column.set(values);
  writeBytes(writer, new Uint8Array(column.buffer));
}

/** Reads `count` values: a view of the bytes that were read, where the width allows it. Not to be written to. */
export function readCounted(cursor: ByteCursor, count: number): CountedColumn {
  const width = readByte(cursor);
  if (width === 0) return new Uint8Array(count);
  if (width !== 1 && width !== 2 && width !== 4) throw damaged("a column has no known width");
  const view = readView(cursor, count * width);
  if (width === 1) return view;
  const { buffer, byteOffset } = view.byteOffset % width === 0 ? view : view.slice();
  return width === 2 ? new Uint16Array(buffer, byteOffset, count) : new Uint32Array(buffer, byteOffset, count);
}

/** Writes each value as its difference from the one before; whole numbers too large for that are written as they are. */
export function writeRun(writer: ByteWriter, values: ArrayLike<number>): void {
  let largest = 0;
  for (let at = 0; at < values.length; at++) largest = Math.max(largest, Math.abs(values[at]!));
  const isPlain = largest > LARGEST_IN_RUN;
  writeByte(writer, isPlain ? PLAIN : DIFFERENCES);
  let before = 0;
  for (let at = 0; at < values.length; at++) {
    if (isPlain) writeFloat64(writer, values[at]!);
    else writeSigned(writer, values[at]! - before);
    before = values[at]!;
  }
}

export function readRun(cursor: ByteCursor, count: number): Float64Array {
  if (count > cursor.bytes.length - cursor.at) throw damaged("a column ends too early");
  const values = new Float64Array(count);
  readRunInto(cursor, values, 0, count);
  return values;
}

/** A run behind its size in bytes, so that whoever does not need it steps over it. */
export function writeSizedRun(writer: ByteWriter, values: ArrayLike<number>): void {
  const run = createByteWriter(values.length * 2);
  writeRun(run, values);
  writeVarint(writer, run.length);
  writeBytes(writer, writtenBytes(run));
}

/** Steps over a run of `count` numbers. @returns its numbers, decoded when they are first asked for. */
export function readSizedRun(cursor: ByteCursor, count: number): () => Float64Array {
  const bytes = readView(cursor, readCount(cursor));
  let values: Float64Array | undefined;
  return () => (values ??= readRun(createByteCursor(bytes), count));
}

/** Reads a run into the places from `from` to `to`. */
export function readRunInto(cursor: ByteCursor, values: Float64Array, from: number, to: number): void {
  const form = readByte(cursor);
  if (form > PLAIN) throw damaged("a column has no known form");
  if (form === DIFFERENCES) return readDifferences(cursor, values, from, to);
  for (let at = from; at < to; at++) values[at] = readFloat64(cursor);
}

/** Most differences take one byte or two: those are read here, because opening reads a dozen of them for each unit. */
function readDifferences(cursor: ByteCursor, values: Float64Array, from: number, to: number): void {
  const { bytes } = cursor;
  let value = 0;
  for (let at = from; at < to; at++) {
    const first = bytes[cursor.at]!;
    const second = bytes[cursor.at + 1]!;
    if (first < 0x80) {
      cursor.at++;
      value += first & 1 ? -(first + 1) / 2 : first / 2;
    } else if (second < 0x80) {
      const both = (first & 0x7f) | (second << 7);
      cursor.at += 2;
      value += both & 1 ? -(both + 1) / 2 : both / 2;
    } else value += readSigned(cursor); // a longer one, or the end
    values[at] = value;
  }
}

function allocate(width: number, count: number): CountedColumn {
  if (width === 1) return new Uint8Array(count);
  return width === 2 ? new Uint16Array(count) : new Uint32Array(count);
}

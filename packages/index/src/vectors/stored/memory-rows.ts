/** Rows in memory: vectors that are searchable at once and not in a segment yet. Invariant: a key has at most one live row. */
import { encodeRecord } from "./record.ts";
import type { VectorRows } from "./rows.ts";
import { sketchBytes } from "./format.ts";
import { writeSketch } from "./quantise.ts";
import { seek } from "./seek.ts";

/** Rows that can be added to. */
export interface MemoryRows extends VectorRows {
  /** Adds a unit vector; the older row of the key, if any, must have been killed. */
  add(key: number, unit: Float32Array): void;
}

export function createMemoryRows(dimensions: number): MemoryRows {
  const stride = sketchBytes(dimensions);
  const keys: number[] = [];
  const records: Uint8Array[] = [];
  const sketches: Uint8Array[] = [];
  const rowOfKey = new Map<number, number>();
  const isLive = (row: number): boolean => rowOfKey.get(keys[row]!) === row;

  return {
    get count() {
      return keys.length;
    },
    get liveCount() {
      return rowOfKey.size;
    },
    keyAt: (row) => keys[row]!,
    find: (key) => rowOfKey.get(key) ?? -1,
    visitKeys(wanted, visit) {
      for (const [key, row] of rowOfKey) if (wanted[seek(wanted, key, 0)] === key) visit(row);
    },
    isLive,
    kill(row) {
      rowOfKey.delete(keys[row]!);
    },
    recordLength: (row) => records[row]!.length,
    readSketches(first, into) {
      for (let row = first; row < keys.length; row++) into.set(sketches[row]!, (row - first) * stride);
      return true;
    },
    visitRecords(rows, visit) {
      for (let at = 0; at < rows.length; at++) visit(rows[at]!, records[rows[at]!]!);
    },
    add(key, unit) {
      const sketch = new Uint8Array(stride);
      writeSketch(unit, sketch);
      rowOfKey.set(key, keys.length);
      keys.push(key);
      sketches.push(sketch);
      records.push(encodeRecord(key, unit, sketch));
    },
  };
}

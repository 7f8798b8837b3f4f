/**
 * Sketch refinement: candidates in the order of how well their sketch fits the question's values, not only its signs. The
 * question stays exact, so about ten candidates per int8 record are told apart before any record is read.
 * Measured: benchmarks/results/vectors.md. Source: asymmetric distances, Jégou, Douze, Schmid 2011 §III-B, with one bit per value.
 */
import { sketchBytes } from "./format.ts";
import type { VectorRows } from "./rows.ts";
import type { SketchArena } from "./sketch-arena.ts";

const BYTE_VALUES = 256;

/** @returns of each source the rows that fit best, ascending; `wanted` in all, or more when some fit equally well. */
export function refineCandidates(
  { arena, question }: { readonly arena: SketchArena; readonly question: Float32Array },
  candidates: ReadonlyMap<VectorRows, readonly number[]>,
  wanted: number,
): Map<VectorRows, readonly number[]> {
  const isSigned = question.some((value) => value < 0);
  const table = createTable(question, isSigned);
  const fits = new Map<VectorRows, Float32Array>();
  let total = 0;
  for (const [source, rows] of candidates) {
    fits.set(source, fitRows(arena, source, { rows, table, isSigned }));
    total += rows.length;
  }
  if (total <= wanted) return new Map(candidates);
  const all = new Float32Array(total);
  let at = 0;
  for (const values of fits.values()) {
    all.set(values, at);
    at += values.length;
  }
  const least = all.sort()[total - wanted]!;
  return new Map(
    [...candidates].map(([source, rows]) => [source, rows.filter((_, at) => fits.get(source)![at]! >= least)]),
  );
}

/**
 * What each value of each byte of a sketch adds. Signed: the dot product of the question with the signs. Otherwise with the set
 * bits alone, which are divided by the length of the bit set later.
 */
function createTable(question: Float32Array, isSigned: boolean): Float32Array {
  const bytes = sketchBytes(question.length);
  const table = new Float32Array(bytes * BYTE_VALUES);
  for (let byte = 0; byte < bytes; byte++) {
    const values = question.subarray(byte * 8, byte * 8 + 8);
    const base = isSigned ? -values.reduce((sum, value) => sum + value, 0) : 0;
    table[byte * BYTE_VALUES] = base;
    for (let bits = 1; bits < BYTE_VALUES; bits++) {
      // The sum without the lowest bit is there already.
      const place = 31 - Math.clz32(bits & -bits);
      const without = table[byte * BYTE_VALUES + (bits & (bits - 1))]!;
      table[byte * BYTE_VALUES + bits] = without + (isSigned ? 2 : 1) * (values[place] ?? 0);
    }
  }
  return table;
}

function fitRows(
  arena: SketchArena,
  source: VectorRows,
  {
    rows,
    table,
    isSigned,
  }: { readonly rows: readonly number[]; readonly table: Float32Array; readonly isSigned: boolean },
): Float32Array {
  const memory = arena.kernels.memory();
  const { sketches } = arena.placeOf(source);
  const stride = table.length / BYTE_VALUES;
  const fits = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const start = sketches + rows[at]! * stride;
    let sum = 0;
    let filled = 0;
    for (let byte = 0; byte < stride; byte++) {
      const bits = memory[start + byte]!;
      sum += table[byte * BYTE_VALUES + bits]!;
      if (!isSigned) filled += BIT_COUNTS[bits]!;
    }
    fits[at] = isSigned ? sum : sum / Math.sqrt(Math.max(1, filled));
  }
  return fits;
}

const BIT_COUNTS: Uint8Array = Uint8Array.from({ length: BYTE_VALUES }, (_, bits) => {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
});

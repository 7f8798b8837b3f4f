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
  const kept = new Map<VectorRows, readonly number[]>();
  for (const [source, rows] of candidates) kept.set(source, keepFitting(rows, fits.get(source)!, least));
  return kept;
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

/** How well each row fits. The inner loops run a few hundred thousand times a search: they do nothing else. */
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
    let byte = sketches + rows[at]! * stride;
    let sum = 0;
    for (let start = 0; start < table.length; start += BYTE_VALUES) sum += table[start + memory[byte++]!]!;
    fits[at] = isSigned ? sum : sum / Math.sqrt(Math.max(1, countBits(memory, byte - stride, byte)));
  }
  return fits;
}

function keepFitting(rows: readonly number[], fits: Float32Array, least: number): number[] {
  const kept: number[] = [];
  for (let at = 0; at < rows.length; at++) if (fits[at]! >= least) kept.push(rows[at]!);
  return kept;
}

function countBits(memory: Uint8Array, from: number, end: number): number {
  let count = 0;
  for (let at = from; at < end; at++) count += BIT_COUNTS[memory[at]!]!;
  return count;
}

const BIT_COUNTS: Uint8Array = Uint8Array.from({ length: BYTE_VALUES }, (_, bits) => {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
});

import { expect, test } from "vitest";
import { pseudoRandomVector } from "../../../../src/conformance/pseudo-random-vector.ts";
import { createPlainKernels } from "../../../../src/vectors/kernels/plain-kernels.ts";
import { createMemoryRows } from "../../../../src/vectors/stored/memory-rows.ts";
import { createSketchArena } from "../../../../src/vectors/stored/sketch-arena.ts";
import { refineCandidates } from "../../../../src/vectors/stored/sketch-refinement.ts";

const DIMENSIONS = 21;
const ROWS = 60;

function refine(make: (seed: number) => Float32Array, wanted: number) {
  const rows = createMemoryRows(DIMENSIONS);
  for (let key = 0; key < ROWS; key++) rows.add(key, make(key));
  const arena = createSketchArena(createPlainKernels(), DIMENSIONS);
  arena.load(rows);
  const question = make(1000);
  const candidates = new Map([[rows, Array.from({ length: ROWS }, (_, row) => row)]]);
  return { question, kept: refineCandidates({ arena, question }, candidates, wanted).get(rows)! };
}

/** Those kept fit at least as well as all others, by the formula. */
function assertBest(kept: readonly number[], fit: (row: number) => number): void {
  const least = Math.min(...kept.map(fit));
  for (let row = 0; row < ROWS; row++) expect(kept.includes(row) || fit(row) <= least + 1e-5).toBe(true);
}

test("signed questions: the dot product with the signs", () => {
  const make = (seed: number): Float32Array => pseudoRandomVector(seed, DIMENSIONS);
  const { question, kept } = refine(make, 10);
  expect(kept).toHaveLength(10);
  assertBest(kept, (row) => make(row).reduce((sum, value, at) => sum + (value > 0 ? 1 : -1) * question[at]!, 0));
});

test("questions without negative values: what the set bits hold of it, by the length of the bit set", () => {
  const make = (seed: number): Float32Array => pseudoRandomVector(seed, DIMENSIONS).map((value) => Math.max(0, value));
  const { question, kept } = refine(make, 10);
  assertBest(kept, (row) => {
    const filled = make(row).map((value) => (value > 0 ? 1 : 0));
    const count = filled.reduce((sum, bit) => sum + bit, 0);
    return filled.reduce((sum, bit, at) => sum + bit * question[at]!, 0) / Math.sqrt(Math.max(1, count));
  });
});

test("no more than wanted are kept as they are", () => {
  expect(refine((seed) => pseudoRandomVector(seed, DIMENSIONS), ROWS).kept).toHaveLength(ROWS);
});

import { expect, test } from "vitest";
import { pseudoRandomVector } from "../../../../src/conformance/pseudo-random-vector.ts";
import { createPlainKernels } from "../../../../src/vectors/kernels/plain-kernels.ts";
import { createWasmKernels } from "../../../../src/vectors/kernels/wasm-kernels.ts";
import { findCandidates } from "../../../../src/vectors/stored/candidates.ts";
import { createMemoryRows, type MemoryRows } from "../../../../src/vectors/stored/memory-rows.ts";
import type { VectorRows } from "../../../../src/vectors/stored/rows.ts";
import { createSketchArena } from "../../../../src/vectors/stored/sketch-arena.ts";

const DIMENSIONS = 40;

function someRows(counts: readonly number[]): MemoryRows[] {
  let key = 0;
  return counts.map((count) => {
    const rows = createMemoryRows(DIMENSIONS);
    for (let added = 0; added < count; added++, key++) rows.add(key, pseudoRandomVector(key, DIMENSIONS));
    return rows;
  });
}

function find(sources: readonly VectorRows[], wanted: number, isAllowed = (_source: VectorRows, _row: number) => true) {
  const question = pseudoRandomVector(99_999, DIMENSIONS);
  const [plain, wasm] = [createPlainKernels(), createWasmKernels()!].map((kernels) => {
    const arena = createSketchArena(kernels, DIMENSIONS);
    for (const source of sources) arena.load(source);
    return findCandidates({ arena, sources, question, wanted, isAllowed });
  });
  expect(wasm).toEqual(plain);
  const signs = (vector: Float32Array): boolean[] => Array.from(vector, (value) => value > 0);
  const asked = signs(question);
  const differing = (key: number): number =>
    signs(pseudoRandomVector(key, DIMENSIONS)).filter((sign, at) => sign !== asked[at]).length;
  const keys = [...plain!].flatMap(([source, rows]) => rows.map((row) => source.keyAt(row)));
  return { keys, differing };
}

test("the candidates are those with the fewest differing signs", () => {
  const sources = someRows([200, 0, 7, 93]);
  const { keys, differing } = find(sources, 50);
  expect(keys).toHaveLength(50);
  const worst = Math.max(...keys.map(differing));
  for (let key = 0; key < 300; key++) if (differing(key) < worst) expect(keys).toContain(key);
});

test("all are taken when there are fewer than wanted", () => {
  expect(find(someRows([5, 4]), 100).keys).toHaveLength(9);
});

test("rows that are dead or not allowed do not count", () => {
  const sources = someRows([300]);
  for (let row = 0; row < 300; row += 2) sources[0]!.kill(row);
  const { keys, differing } = find(sources, 20, (_, row) => row % 5 === 0);
  expect(keys.length).toBeGreaterThanOrEqual(20);
  const allowed = Array.from({ length: 300 }, (_, key) => key).filter((key) => key % 10 === 5);
  expect(keys.every((key) => allowed.includes(key))).toBe(true);
  const worst = Math.max(...keys.map(differing));
  for (const key of allowed) if (differing(key) < worst) expect(keys).toContain(key);
});

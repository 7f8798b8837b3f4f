import { expect, test } from "vitest";
import { createPlainKernels } from "../../../../src/vectors/kernels/plain-kernels.ts";
import { createMemoryRows } from "../../../../src/vectors/stored/memory-rows.ts";
import { createSketchArena } from "../../../../src/vectors/stored/sketch-arena.ts";

function rowsOf(count: number) {
  const rows = createMemoryRows(8);
  for (let key = 0; key < count; key++) rows.add(key, signsOf(key));
  return rows;
}

/** The sketch of key k is the byte k. */
function signsOf(key: number): Float32Array {
  return Float32Array.from({ length: 8 }, (_, place) => ((key >> place) & 1 ? 1 : -1));
}

test("sketches are where the arena says, also of rows that grow", () => {
  const arena = createSketchArena(createPlainKernels(), 8);
  const rows = rowsOf(5);
  arena.load(rows);
  for (let key = 5; key < 40; key++) {
    rows.add(key, signsOf(key));
    arena.load(rows);
  }
  for (let row = 0; row < 40; row++) expect(arena.sketchOf(rows, row)[0]).toBe(row);
  expect(arena.placeOf(rows).rows).toBe(40);
});

test("places do not overlap, and are used again", () => {
  const kernels = createPlainKernels();
  const arena = createSketchArena(kernels, 8);
  const [a, empty, b, c] = [rowsOf(30), rowsOf(0), rowsOf(50), rowsOf(30)];
  for (const rows of [a, empty, b]) arena.load(rows);
  const freed = arena.placeOf(a).sketches;
  arena.keepOnly([b]);
  expect([arena.has(a), arena.has(b)]).toEqual([false, true]);
  arena.load(c);
  expect(arena.placeOf(c).sketches).toBe(freed);
  for (let row = 0; row < 50; row++) expect(arena.sketchOf(b, row)[0]).toBe(row);
});

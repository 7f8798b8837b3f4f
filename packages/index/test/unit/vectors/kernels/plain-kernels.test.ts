import { expect, test } from "vitest";
import { createPlainKernels } from "../../../../src/vectors/kernels/plain-kernels.ts";

const QUESTION = 0;
const SKETCHES = 16;
const RANKS = 128;
const INTO = 192;
const scan = { question: QUESTION, sketches: SKETCHES, rows: 4, blocks: 1, ranks: RANKS };

function kernelsWithRows() {
  const kernels = createPlainKernels();
  kernels.reserve(32_768);
  const memory = kernels.memory();
  memory.set([0b1111], QUESTION);
  memory.set([0b1111], SKETCHES);
  memory.set([0b0001], SKETCHES + 16);
  memory.set([0b1111, 0b1111_0000], SKETCHES + 32);
  const ranks = (): number[] => [...new Uint16Array(kernels.memory().buffer, RANKS, 4)];
  return { kernels, ranks };
}

test("hamming counts the bits that differ", () => {
  const { kernels, ranks } = kernelsWithRows();
  kernels.hamming(scan);
  expect(ranks()).toEqual([0, 3, 4, 4]);
});

test("overlap is the cosine of the bit sets, turned round", () => {
  const { kernels, ranks } = kernelsWithRows();
  kernels.overlap(scan);
  const rankOf = (cosine: number): number => Math.trunc(4095 * (1 - cosine));
  expect(ranks()).toEqual([0, rankOf(1 / 2), rankOf(4 / Math.sqrt(4 * 8)), 4095]);
});

test("an empty question overlaps with nothing", () => {
  const { kernels, ranks } = kernelsWithRows();
  kernels.memory()[QUESTION] = 0;
  kernels.overlap(scan);
  expect(ranks()).toEqual([4095, 4095, 4095, 4095]);
});

test("count and collect find the rows of a range, from a row on and up to a capacity", () => {
  const { kernels } = kernelsWithRows();
  kernels.hamming(scan);
  kernels.count(RANKS, 4, 1024);
  expect([...new Uint32Array(kernels.memory().buffer, 1024, 6)]).toEqual([1, 0, 0, 1, 2, 0]);
  const collected = (row: number, capacity: number): number[] => {
    const found = kernels.collect({ ranks: RANKS, row, rows: 4, low: 3, high: 4, into: INTO, capacity });
    return [...new Uint32Array(kernels.memory().buffer, INTO, found)];
  };
  expect(collected(0, 9)).toEqual([1, 2, 3]);
  expect(collected(2, 9)).toEqual([2, 3]);
  expect(collected(0, 2)).toEqual([1, 2]);
});

test("the memory grows without loss", () => {
  const { kernels } = kernelsWithRows();
  kernels.reserve(100_000);
  kernels.reserve(1);
  expect(kernels.memory().length).toBeGreaterThanOrEqual(100_000);
  expect(kernels.memory()[SKETCHES]).toBe(0b1111);
});

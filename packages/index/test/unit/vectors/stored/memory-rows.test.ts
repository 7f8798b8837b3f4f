import { expect, test } from "vitest";
import { createMemoryRows } from "../../../../src/vectors/stored/memory-rows.ts";

function someRows() {
  const rows = createMemoryRows(2);
  rows.add(30, Float32Array.of(1, 0));
  rows.add(10, Float32Array.of(0, 1));
  return rows;
}

test("rows are in order of adding and found by key", () => {
  const rows = someRows();
  expect([rows.count, rows.keyAt(0), rows.find(10), rows.find(11)]).toEqual([2, 30, 1, -1]);
});

test("a key that is killed and added again has a new row", () => {
  const rows = someRows();
  rows.kill(0);
  rows.add(30, Float32Array.of(0, -1));
  expect([rows.count, rows.liveCount, rows.find(30), rows.isLive(0), rows.isLive(2)]).toEqual([3, 2, 2, false, true]);
});

test("ascending keys are visited once each, those that are there and live", () => {
  const rows = someRows();
  rows.add(20, Float32Array.of(1, 1));
  rows.kill(1);
  const visited: number[] = [];
  rows.visitKeys([5, 10, 20, 25, 30], (row) => visited.push(rows.keyAt(row)));
  expect(visited.toSorted((a, b) => a - b)).toEqual([20, 30]);
});

test("sketches are read from a row on, records as they were encoded", () => {
  const rows = someRows();
  const sketches = new Uint8Array(16);
  expect(rows.readSketches(1, sketches)).toBe(true);
  expect(sketches[0]).toBe(0b10);
  rows.visitRecords([0, 1], (row, record) => expect(record.length).toBe(rows.recordLength(row)));
});

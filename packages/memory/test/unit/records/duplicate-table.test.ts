import { hash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createDuplicateTable } from "../../../src/records/duplicate-table.ts";

const keyOf = (n: number): string => hash("sha256", String(n), "hex");

test("an unknown key has no candidates", () => {
  expect(createDuplicateTable().candidates(keyOf(1))).toEqual([]);
});

test("a removed entry is no candidate, the others behind it still are", () => {
  const table = createDuplicateTable();
  const key = keyOf(1);
  for (const seq of [1, 2, 3]) table.add(key, seq);
  table.remove(key, 2);
  expect(table.candidates(key).toSorted((a, b) => a - b)).toEqual([1, 3]);
});

test("keys with the same first 32 bits are candidates of each other", () => {
  const table = createDuplicateTable();
  table.add(`ffffffff${"0".repeat(56)}`, 7);
  expect(table.candidates(`ffffffff${"1".repeat(56)}`)).toEqual([7]);
});

test("twenty thousand entries are all found again", () => {
  const table = createDuplicateTable();
  for (let n = 1; n <= 20_000; n++) table.add(keyOf(n), n);
  for (let n = 1; n <= 20_000; n++) expect(table.candidates(keyOf(n))).toContain(n);
});

test("any run of adds and removes agrees with a map of sets", () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 2000 })), {
    maxLength: 3000,
    size: "max",
  });
  fc.assert(
    fc.property(steps, (run) => {
      const table = createDuplicateTable();
      const model = new Map<string, Set<number>>();
      for (const [isAdd, which, seq] of run) {
        const key = keyOf(which);
        const seqs = model.get(key) ?? new Set();
        model.set(key, seqs);
        if (isAdd && !seqs.has(seq)) table.add(key, seq);
        if (!isAdd) table.remove(key, seq);
        if (isAdd) seqs.add(seq);
        else seqs.delete(seq);
      }
      for (const [key, seqs] of model) expect(new Set(table.candidates(key))).toEqual(seqs);
    }),
    { numRuns: 30 },
  );
});

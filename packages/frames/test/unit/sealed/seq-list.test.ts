import { expect, test } from "vitest";
import { createSeqList } from "../../../src/sealed/seq-list.ts";

test("a list tells its seqs from others, however long it grows", () => {
  const list = createSeqList();
  expect(list.has(0)).toBe(false);
  for (let seq = 3; seq < 3000; seq += 3) list.add(seq);
  expect(list.count).toBe(999);
  expect([2, 3, 4, 2997, 3000].map((seq) => list.has(seq))).toEqual([false, true, false, true, false]);
});

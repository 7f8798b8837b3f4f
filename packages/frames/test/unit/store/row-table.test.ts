import { expect, test } from "vitest";
import { createRowTable } from "../../../src/store/row-table.ts";

const ID = [0, 0xaa] as const;

test("rows are found by seq, id and fingerprint; lost ones leave empty places", () => {
  const table = createRowTable(100, 7);
  expect(table.lastSeq).toBe(99);
  for (let seq = 100; seq < 400; seq += 3) {
    table.add({ seq, id: ID, fingerprint: [seq % 2, 5], offset: seq * 10, sizeBytes: 9 });
  }
  expect(table.lastSeq).toBe(397);
  expect(table.place(103)).toEqual({ offset: 1030, sizeBytes: 9 });
  for (const seq of [99, 101, 102, 398]) expect(table.place(seq)).toBeUndefined();
  expect([...table.withId([0, 0xaa])].slice(0, 3)).toEqual([397, 394, 391]);
  expect([...table.withFingerprint([0, 5])].slice(0, 3)).toEqual([394, 388, 382]);
  expect([...table.withFingerprint([2, 5])]).toEqual([]);
});

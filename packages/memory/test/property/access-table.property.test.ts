/** The access table against a Map. */
import { toFrameId } from "@vidmem/frames";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createAccessTable, type Access } from "../../src/access-table.ts";

/** Few ids whose places meet, and any others. */
const id = fc
  .oneof(
    fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 })).map(([high, low]) => high * 0x4000 + low),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  )
  .map((number) => toFrameId(number.toString(16).padStart(16, "0")));
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ id, count: fc.integer({ min: 1, max: 9 }), last: fc.option(fc.nat(), { nil: undefined }) }),
  },
  { weight: 1, arbitrary: fc.record({ id, count: fc.constant(0) }) },
);

test("adding, deleting and looking up are those of a Map, at any size", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const table = createAccessTable();
      const naive = new Map<string, Access>();
      for (const { id, count, ...rest } of steps) {
        if (count === 0) {
          table.delete(id);
          naive.delete(id);
        } else {
          const access = { count, last: undefined, ...rest };
          table.add(id, access);
          naive.set(id, { count: (naive.get(id)?.count ?? 0) + count, last: access.last });
        }
        expect(table.get(id)).toEqual(naive.get(id));
      }
      expect(table.size).toBe(naive.size);
      for (const [known, access] of naive) expect(table.get(toFrameId(known))).toEqual(access);
      expect([...table.rows()].length).toBe(naive.size);
      const copy = createAccessTable();
      for (const row of table.rows()) copy.addRow(row);
      for (const [known, access] of naive) expect(copy.get(toFrameId(known))).toEqual(access);
    }),
  );
});

import { expect, test } from "vitest";
import { deltaBaseDistance } from "../../../src/delta/delta.ts";
import { createDeltas } from "../../../src/store/deltas.ts";
import { rowsName } from "../../../src/store/names.ts";
import { createRowSegment, type RowSegment } from "../../../src/store/row-segment.ts";

function segment(number: number): RowSegment {
  return createRowSegment({
    name: rowsName("2026/11", number, "0123456789abcdef"),
    firstSeq: 1,
    createdAt: 0,
    seed: 0,
  });
}

function contentOf(n: number): Uint8Array {
  return new TextEncoder().encode(`${"A memory that is long enough to be worth a delta. ".repeat(4)} ${n}`);
}

test("the first content of a segment is whole, the next ones are deltas against it, also right after a roll", () => {
  const deltas = createDeltas();
  const save = (into: RowSegment, seq: number): number | undefined => {
    const delta = deltas.makerFor("f")(into, seq, contentOf(seq));
    deltas.remember("f", seq, contentOf(seq));
    return delta === undefined ? undefined : deltaBaseDistance(delta);
  };
  const first = segment(1);
  expect([save(first, 1), save(first, 2)]).toEqual([undefined, 1]);
  const second = segment(2);
  expect([save(second, 3), save(second, 4)]).toEqual([undefined, 1]); // never a base in another segment
  expect(deltas.count).toBe(2);
  expect(deltas.savedBytes).toBeGreaterThan(300);
  deltas.clear();
  expect(save(second, 5)).toBeUndefined();
});

test("chains stay short", () => {
  const deltas = createDeltas();
  const into = segment(1);
  const depths = new Map<number, number>();
  for (let seq = 1; seq <= 50; seq++) {
    const delta = deltas.makerFor("f")(into, seq, contentOf(seq));
    deltas.remember("f", seq, contentOf(seq));
    const base = delta === undefined ? undefined : seq - (deltaBaseDistance(delta) ?? 0);
    depths.set(seq, base === undefined ? 0 : (depths.get(base) ?? 0) + 1);
  }
  expect(Math.max(...depths.values())).toBeLessThanOrEqual(4);
  expect([...depths.values()].filter((depth) => depth > 0).length).toBeGreaterThan(35);
});

test("families do not mix", () => {
  const deltas = createDeltas();
  const into = segment(1);
  deltas.makerFor("a")(into, 1, contentOf(1));
  deltas.remember("a", 1, contentOf(1));
  expect(deltas.makerFor("b")(into, 2, contentOf(2))).toBeUndefined();
});

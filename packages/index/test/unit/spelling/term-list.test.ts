import { expect, test } from "vitest";
import { createTermList, type TermCount, type TermList } from "../../../src/spelling/term-list.ts";

test("terms keep their order, letters and counts", () => {
  const list = createTermList(
    [
      ["größe", 2],
      ["milk", 5],
      ["tea", 1],
    ],
    10,
  );
  expect(all(list)).toEqual([
    ["größe", 2],
    ["milk", 5],
    ["tea", 1],
  ]);
  expect(Array.from(list.lettersOf(2))).toEqual([0x74, 0x65, 0x61]);
});

test("numbers, ids, and words too short or too long are no suggestions", () => {
  const terms = ["2019", "a1b2c3", "１２３a", "ab", "x".repeat(33), "abc", "x".repeat(32)];
  expect(
    all(
      createTermList(
        terms.map((term): TermCount => [term, 1]),
        10,
      ),
    ).map(([term]) => term),
  ).toEqual(["abc", "x".repeat(32)]);
});

test("of more terms than there is room for, the commonest half is among those kept", () => {
  const terms = Array.from({ length: 1_000 }, (_, i): TermCount => [`term${name(i)}`, (i * 7) % 1_000]);
  const list = createTermList(terms, 100);
  expect(list.size).toBeLessThanOrEqual(100);
  const commonest = terms.toSorted((a, b) => b[1] - a[1]).slice(0, 50);
  expect(all(list)).toEqual(expect.arrayContaining(commonest));
});

function name(i: number): string {
  return String.fromCharCode(97 + (i % 26), 97 + (Math.floor(i / 26) % 26), 97 + Math.floor(i / 676));
}

function all(list: TermList): TermCount[] {
  return Array.from({ length: list.size }, (_, ordinal) => [list.termOf(ordinal), list.documentsOf(ordinal)]);
}

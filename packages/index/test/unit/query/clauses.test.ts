import { expect, test } from "vitest";
import { readClauses, type Clause } from "../../../src/query/clauses.ts";

const plain = { isExcluded: false, field: undefined, isQuoted: false };

test("each part knows its hyphen, its field, its quotes and how it was written", () => {
  expect([...readClauses(' a -b "c d" -Tag:"e \\" f" ')]).toEqual<Clause[]>([
    { ...plain, value: "a", raw: "a" },
    { ...plain, isExcluded: true, value: "b", raw: "-b" },
    { ...plain, isQuoted: true, value: "c d", raw: '"c d"' },
    { isExcluded: true, field: "tag", isQuoted: true, value: 'e " f', raw: '-Tag:"e \\" f"' },
  ]);
});

test("what is not closed is a run of characters", () => {
  expect([...readClauses('tag:"a “b ” "c\\"')].map(({ raw, isQuoted }) => [raw, isQuoted])).toEqual([
    ['tag:"a “b ” "', true],
    ['c\\"', false],
  ]);
  expect([...readClauses("“a “b")].map(({ value }) => value)).toEqual(["“a", "“b"]);
  expect([...readClauses("- tag: -")].map(({ value }) => value)).toEqual(["", "", ""]);
});

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

test.each(['"', "“", '"a ', "“a ", "-", "tag:", '\\"', '"\\" ', 'tag:"', "” "])(
  "of twenty thousand characters of %j none is looked at more than a few times",
  (unit) => {
    const query = unit.repeat(20_000 / unit.length);
    const counted = countingLooks(query);
    const raw = Array.from(readClauses(counted.text), (clause) => clause.raw).join("");
    expect(raw.replaceAll(" ", "")).toBe(query.replaceAll(" ", ""));
    expect(counted.looks()).toBeLessThanOrEqual(8 * query.length);
  },
);

/** A text that counts the characters that are looked at one by one, searched, or cut out. What a pattern matches is cut out, too. */
function countingLooks(query: string): { readonly text: string; readonly looks: () => number } {
  let looks = 0;
  const counted: Record<string, (...args: never[]) => unknown> = {
    indexOf(sought: string, from: number) {
      const at = query.indexOf(sought, from);
      looks += (at < 0 ? query.length : at) - from;
      return at;
    },
    lastIndexOf(sought: string) {
      looks += query.length;
      return query.lastIndexOf(sought);
    },
    slice(from: number, to: number) {
      looks += to - from;
      return query.slice(from, to);
    },
    toString: () => query,
  };
  const text = new Proxy(Object(query) as object, {
    get(_, key) {
      if (key === "length") return query.length;
      if (typeof key === "symbol") return undefined;
      if (!/^\d+$/.test(key)) return counted[key];
      looks++;
      return query[Number(key)];
    },
  });
  return { text: text as unknown as string, looks: () => looks };
}

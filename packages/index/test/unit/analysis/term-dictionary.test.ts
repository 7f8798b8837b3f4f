import { expect, test } from "vitest";
import { collidingForms } from "./colliding-forms.ts";
import { createTermDictionary } from "../../../src/analysis/term-dictionary.ts";
import { toBytes } from "../../../src/analysis/text-bytes.ts";

test("a term has one id, from 0 in order of first use, however many there are", () => {
  const dictionary = createTermDictionary();
  const terms = Array.from({ length: 5_000 }, (_, i) => `${"größe".repeat(i % 5)}${i}`);
  expect(terms.map((term) => toId(term))).toEqual(terms.map((_, id) => id));
  expect(terms.map((term) => toId(term))).toEqual(terms.map((_, id) => id));
  expect(terms.map((_, id) => dictionary.termOf(id))).toEqual(terms);
  expect(dictionary.find("größe2")).toBe(undefined);
  expect(dictionary.find("größe1")).toBe(1);
  expect(dictionary.size).toBe(5_000);

  function toId(term: string): number {
    const bytes = toBytes(`${term}rest`);
    return dictionary.toId(bytes, bytes.length - 4);
  }
});

test("terms made to collide have ids of their own, also once the table has grown", () => {
  const dictionary = createTermDictionary();
  const terms = [...collidingForms(100), ...Array.from({ length: 2_000 }, (_, i) => `other${i}`)];
  for (let round = 0; round < 2; round++) {
    expect(terms.map((term) => dictionary.toId(toBytes(term), term.length))).toEqual(terms.map((_, id) => id));
    expect(terms.map((term) => dictionary.find(term))).toEqual(terms.map((_, id) => id));
  }
});

test("a term longer than a surface form has an id like others", () => {
  const dictionary = createTermDictionary();
  const long = "ф".repeat(64);
  const ids = [long, "a", long].map((term) => dictionary.toId(toBytes(term), toBytes(term).length));
  expect(ids).toEqual([0, 1, 0]);
  expect([dictionary.find(long), dictionary.termOf(0)]).toEqual([0, long]);
});

test("an id that was never given is refused", () => {
  const dictionary = createTermDictionary();
  dictionary.toId(toBytes("a"), 1);
  for (const id of [-1, 1, 0.5, Number.NaN]) expect(() => dictionary.termOf(id)).toThrow(RangeError);
});

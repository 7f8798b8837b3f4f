import { expect, test } from "vitest";
import { createTermList } from "../../../src/spelling/term-list.ts";
import { createTrigramPostings } from "../../../src/spelling/trigram-postings.ts";

const list = createTermList(
  ["banana", "bandana", "cabana", "tea"].map((term) => [term, 1]),
  10,
);
const postings = createTrigramPostings(list);

test("a term is met when it shares enough trigrams, and only once", () => {
  expect(sharing("banana", 7)).toEqual(["banana"]);
  // "··b", "·ba", "ban", twice "ana", "na·"
  expect(sharing("banana", 6)).toEqual(["banana", "bandana"]);
  // "ban" and "nan" are not in it
  expect(sharing("banana", 3)).toEqual(["banana", "bandana", "cabana"]);
  expect(sharing("toe", 1)).toEqual(["tea"]);
  expect(sharing("xyz", 1)).toEqual([]);
});

test("one word leaves no counts behind for the next", () => {
  sharing("banana", 1);
  expect(sharing("banana", 7)).toEqual(["banana"]);
});

function sharing(word: string, least: number): string[] {
  const met: string[] = [];
  postings.sharing(
    Uint16Array.from(word, (_, at) => word.charCodeAt(at)),
    least,
    (ordinal) => met.push(list.termOf(ordinal)),
  );
  return met.toSorted();
}

import { expect, test } from "vitest";
import { STOPWORDS } from "../../../src/analysis/stopwords.ts";
import { KINDS } from "../../../src/multi-hop/kinds.ts";

const kinds = KINDS.trim()
  .split("\n")
  .map((line) => /^([a-z ]+): ([a-z -]+)$/.exec(line));

test("every line is names, a colon, and members in lower case", () => {
  expect(kinds.length).toBeGreaterThan(50);
  expect(kinds.filter((kind) => kind === null)).toEqual([]);
});

test("no name and no member is a stop word, and none stands twice in its kind", () => {
  for (const kind of kinds) {
    const [names, members] = [kind![1]!.split(" "), kind![2]!.split(" ")];
    for (const words of [names, members]) {
      expect(words.filter((word) => STOPWORDS.has(word))).toEqual([]);
      expect([...new Set(words)]).toEqual(words);
    }
  }
});

test("no kind has two entries", () => {
  const names = kinds.flatMap((kind) => kind![1]!.split(" "));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

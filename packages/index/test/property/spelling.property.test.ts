/** Oracle of suggestions: every term compared with the word by the textbook's whole matrix. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance } from "../../src/spelling/edit-distance.ts";
import { allowedEdits, createSpelling, type Suggestion } from "../../src/spelling/spelling.ts";
import type { TermCount } from "../../src/spelling/term-list.ts";

const LETTERS = "aaabcdeé'ф".split("");
const words = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 3, maxLength: 16 });
const dictionaries = fc.uniqueArray(fc.tuple(words, fc.integer({ min: 1, max: 4 })), {
  maxLength: 60,
  selector: ([term]) => term,
});
/** A term with a few edits, so that near misses are common. */
const mistakes = fc.array(
  fc.record({
    kind: fc.constantFrom("insert", "delete", "replace", "swap"),
    at: fc.nat(16),
    letter: fc.constantFrom(...LETTERS),
  }),
  { maxLength: 4 },
);

describe("suggestions against a scan of all terms", () => {
  test("the same ones in the same order", () => {
    fc.assert(
      fc.property(dictionaries, fc.nat(), words, mistakes, (dictionary, chosen, stranger, edits) => {
        const meant = dictionary[chosen % Math.max(1, dictionary.length)]?.[0] ?? stranger;
        const word = edits.reduce(applyMistake, meant);
        expect(createSpelling(() => dictionary).suggest(word, 5)).toEqual(scan(dictionary, word));
      }),
      { numRuns: 2_000 },
    );
  });

  test("the band of the distance is the whole matrix, up to the bound", () => {
    fc.assert(
      fc.property(words, mistakes, fc.nat(4), (word, edits, bound) => {
        const other = edits.reduce(applyMistake, word);
        expect(editDistance(unitsOf(word), unitsOf(other), bound)).toBe(
          Math.min(naiveDistance(word, other), bound + 1),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

function scan(dictionary: readonly TermCount[], word: string): Suggestion[] {
  const all = dictionary.map(([term, documents]) => ({ term, edits: naiveDistance(word, term), documents }));
  if (all.some(({ edits }) => edits === 0)) return [];
  return all
    .filter(({ edits }) => edits <= allowedEdits(word.length))
    .toSorted((a, b) => a.edits - b.edits || b.documents - a.documents || (a.term < b.term ? -1 : 1))
    .slice(0, 5);
}

/** Optimal string alignment, as the textbooks write it. */
function naiveDistance(a: string, b: string): number {
  const cells = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : i)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      cells[i]![j] = Math.min(cells[i - 1]![j]! + 1, cells[i]![j - 1]! + 1, cells[i - 1]![j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cells[i]![j] = Math.min(cells[i]![j]!, cells[i - 2]![j - 2]! + 1);
      }
    }
  }
  return cells[a.length]![b.length]!;
}

function applyMistake(
  word: string,
  { kind, at, letter }: { readonly kind: string; readonly at: number; readonly letter: string },
): string {
  const place = at % (word.length + 1);
  const [before, behind] = [word.slice(0, place), word.slice(place)];
  if (kind === "insert") return before + letter + behind;
  if (kind === "delete") return before + behind.slice(1);
  if (kind === "replace") return before + letter + behind.slice(1);
  return before + behind.slice(1, 2) + behind.slice(0, 1) + behind.slice(2);
}

function unitsOf(word: string): Uint16Array {
  return Uint16Array.from(word, (_, at) => word.charCodeAt(at));
}

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sortedTerms } from "../../../src/segment/term-order.ts";
import { sortByTerm } from "../../../src/segment/term-sorter.ts";

const TERMS = 12;
const someDocuments = fc.array(fc.array(fc.nat(TERMS - 1), { maxLength: 200 }), { maxLength: 20 });

test("each term has its documents ascending, each once with how often the term stands in it", () => {
  fc.assert(
    fc.property(someDocuments, (documents) => {
      const starts = [0];
      for (const tokens of documents) starts.push(starts.at(-1)! + tokens.length);
      // Behind the tokens there may be room: what stands there is nobody's.
      const ids = Int32Array.from([...documents.flat(), 3, 3]);
      const lists = sortByTerm({ ids, starts, documents: documents.length, terms: TERMS });
      const used = [...new Set(documents.flat())].toSorted((a, b) => a - b);
      expect(lists.used).toEqual(used);
      for (const id of used) {
        const expected = documents.flatMap((tokens, document) => {
          const frequency = tokens.filter((token) => token === id).length;
          return frequency === 0 ? [] : [[document, frequency]];
        });
        const { count, documents: found, frequencies } = lists.documentsOf(id);
        expect(Array.from({ length: count }, (_, at) => [found[at], frequencies[at]])).toEqual(expected);
      }
    }),
  );
});

test("terms come in the order of their UTF-8 bytes, also where UTF-16 has another", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1 }), { maxLength: 40 }), (terms) => {
      const sorted = sortedTerms([...terms.keys()], (id) => terms[id]!);
      const expected = terms.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(sorted.map(({ id }) => terms[id])).toEqual(expected);
      for (const { id, bytes } of sorted) expect(Buffer.from(bytes).toString()).toBe(terms[id]);
    }),
  );
  const pair = ["\u{1f600}", "\uff5e"]; // above the basic plane, but before it in UTF-16
  expect(sortedTerms([0, 1], (id) => pair[id]!).map(({ id }) => id)).toEqual([1, 0]);
});

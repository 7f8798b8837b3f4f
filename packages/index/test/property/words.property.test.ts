/** Laws of reading: any text has words, and a memory is found by its own. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../src/analysis/terms.ts";
import { hasTimeExpression } from "../../src/analysis/time-expressions.ts";
import { asksForTime, namedDates } from "../../src/analysis/time-words.ts";
import { toWords } from "../../src/analysis/words.ts";
import { aDocument, anIndex } from "../documents.ts";
import { anything } from "./texts.ts";

const ascii = fc.string({ unit: "binary-ascii", maxLength: 60 });
describe("words", () => {
  test("no text is refused, and no word is empty", () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(toWords(text).every((word) => word !== "")).toBe(true);
        namedDates(text);
        hasTimeExpression(text);
        asksForTime(text);
      }),
      { numRuns: 5_000 },
    );
  });

  test("the words of ASCII words are those words", () => {
    fc.assert(
      fc.property(ascii, (text) => {
        const words = toWords(text);
        expect(toWords(words.join(" "))).toEqual(words);
      }),
      { numRuns: 5_000 },
    );
  });

  test("ASCII text has the same words in a text that is not", () => {
    const talk = fc.string({ unit: fc.constantFrom(..."abs'19 .".split("")), maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(ascii, talk), (text) => {
        expect(toWords(`${text} ø`)).toEqual([...toWords(text), "ø"]);
      }),
      { numRuns: 5_000 },
    );
  });

  test("capitals and compositions make no difference to Latin words", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."aéñöz 'S’1".split("")), maxLength: 30 }), (text) => {
        expect(toWords(text.toUpperCase())).toEqual(toWords(text));
        expect(toWords(text.normalize("NFD"))).toEqual(toWords(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("no term holds half a character, however long the word", () => {
    const long = fc.string({ unit: fc.constantFrom("𠀀", "𐌰", "ø", "カ", "x"), maxLength: 3_000, size: "max" });
    fc.assert(
      fc.property(fc.oneof(anything, long), (text) => {
        expect(
          createAnalyzer()
            .terms(text)
            .every((term) => term.isWellFormed()),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("terms do not depend on what the analyser read before", () => {
    const used = createAnalyzer();
    fc.assert(
      fc.property(anything, (text) => {
        expect(used.terms(text)).toEqual(createAnalyzer().terms(text));
      }),
      { numRuns: 1_000 },
    );
  });
});

test("every document that has words is found by its own text, whoever speaks", async () => {
  const speakers = fc.option(fc.constantFrom("Anna", "will", "Will", "To Be", "🎉", "tea", "北京"), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anything, speakers), { minLength: 1, maxLength: 6 }), async (drawn) => {
      const documents = drawn.map(([text, speaker], ref) => aDocument(ref, text, { speaker }));
      const index = anIndex(documents);
      for (const { ref, text } of documents) {
        if (toWords(text).length === 0) continue;
        expect((await index.search({ text })).map((hit) => hit.ref)).toContain(ref);
      }
    }),
    { numRuns: 1_000 },
  );
});

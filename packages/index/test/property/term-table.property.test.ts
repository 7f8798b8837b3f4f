/** Oracle of the term table: the analyser that reads questions, and the flags of the text. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTermBuffer } from "../../src/analysis/term-buffer.ts";
import { createTermTable, type TermTable } from "../../src/analysis/term-table.ts";
import { createAnalyzer } from "../../src/analysis/terms.ts";
import { textFlags } from "../../src/analysis/text-flags.ts";
import { anything } from "./texts.ts";

const analyzer = createAnalyzer();
const TIME_PIECES = (
  "yesterday may March last past in on a couple of several 7 12 30 123 2019 1999 19 am pm 7pm :30 day days weeks decade " +
  "month's falls é5 x5 _ K \u212a É ' - . ,"
).split(" ");
const timeTexts = fc
  .array(fc.tuple(fc.constantFrom(...TIME_PIECES), fc.constantFrom(" ", " ", " ", "", "\u00a0", "\n", "—")), {
    maxLength: 10,
  })
  .map((pieces) => pieces.flat().join(""))
  .chain((text) => fc.constantFrom(text, text.toUpperCase()));

describe("a term table against the analyser", () => {
  test("any text has the same terms and flags, in a table that is new", () => {
    fc.assert(
      fc.property(fc.oneof(anything, timeTexts), (text) => {
        expectSame(text, createTermTable());
      }),
      { numRuns: 300 },
    );
  });

  test("and in a table that has read all texts before and forgets forms all the time", () => {
    const table = createTermTable({ maxBytes: 64 * 1_024 });
    fc.assert(
      fc.property(fc.oneof(anything, timeTexts), (text) => {
        expectSame(text, table);
      }),
      { numRuns: 5_000 },
    );
  });

  test("any bytes are read as the text that they decode to, between their bounds", () => {
    const table = createTermTable();
    const bytes = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(bytes, bytes, bytes, (before, text, after) => {
        const buffer = createTermBuffer();
        const all = Buffer.concat([before, text, after]);
        table.analyze(all, before.length, before.length + text.length, buffer);
        expect(idsToTerms(buffer, table)).toEqual(analyzer.terms(Buffer.from(text).toString("utf8")));
      }),
      { numRuns: 5_000 },
    );
  });
});

function expectSame(text: string, table: TermTable): void {
  const buffer = createTermBuffer(1);
  const count = table.analyzeText(text, buffer);
  const terms = analyzer.terms(text);
  expect(idsToTerms(buffer, table)).toEqual(terms);
  expect(terms.map((term) => table.idOf(term))).toEqual([...buffer.ids.subarray(0, count)]);
  expect(table.flags).toBe(textFlags(text));
}

function idsToTerms(buffer: { readonly ids: Int32Array; readonly count: number }, table: TermTable): string[] {
  return Array.from(buffer.ids.subarray(0, buffer.count), (id) => table.termOf(id));
}

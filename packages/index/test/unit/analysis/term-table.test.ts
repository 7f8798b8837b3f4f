import { describe, expect, test } from "vitest";
import { createTermBuffer } from "../../../src/analysis/term-buffer.ts";
import { createTermTable, type TermTable } from "../../../src/analysis/term-table.ts";
import { FLAG_QUESTION, FLAG_TIME_EXPRESSION } from "../../../src/analysis/text-flags.ts";

describe("createTermTable", () => {
  test("stop words go, the others become stems, repetitions stay", () => {
    expect(terms("The dogs and the dog were running")).toEqual(["dog", "dog", "run"]);
  });

  test("possessives, irregular forms and capitals meet", () => {
    expect(terms("Anna's ANNA anna’s Zoë’s zoe WENT goes")).toEqual(["anna", "anna", "anna", "zoe", "zoe", "go", "go"]);
  });

  test("a text of stop words only keeps them, a text without words has none", () => {
    expect(terms("To be, or not to be")).toEqual(["to", "be", "or", "not", "to", "be"]);
    expect(terms("…the…")).toEqual(["the"]);
    expect(terms("?!")).toEqual([]);
  });

  test("a stretch that stands for several terms, first met and met again", () => {
    const table = createTermTable();
    const text = "dogs—and—cats 东京大学 dogs—and—cats";
    const first = terms(text, table);
    expect(first.slice(0, 2)).toEqual(["dog", "cat"]);
    expect(first.slice(-2)).toEqual(["dog", "cat"]);
    expect(terms(text, table)).toEqual(first);
  });

  test("a word that a mark joins to a letter outside ASCII is one word", () => {
    expect(terms("l'été cafe\u0301 x'é")).toEqual(["l'ete", "cafe", "x'e"]);
  });

  test("a monster word is cut at 64 characters, and meets itself", () => {
    expect(terms(`${"x".repeat(64)} ${"x".repeat(100_000)}'s é${"x".repeat(100_000)}`)).toEqual([
      "x".repeat(64),
      "x".repeat(64),
      `e${"x".repeat(63)}`,
    ]);
  });

  test("ids are dense from 0 in order of first use, and no term is there that no text has", () => {
    const table = createTermTable();
    terms("tea café l'été tea milk", table);
    expect(table.termCount).toBe(4);
    expect([0, 1, 2, 3].map((id) => table.termOf(id))).toEqual(["tea", "cafe", "l'ete", "milk"]);
    expect(["milk", "the", "caf", "l"].map((term) => table.idOf(term))).toEqual([3, undefined, undefined, undefined]);
    expect(() => table.termOf(4)).toThrow(RangeError);
  });

  test("a text is read between its bounds only, and ids are appended behind those before", () => {
    const table = createTermTable();
    const buffer = createTermBuffer(1);
    const bytes = new TextEncoder().encode("teamilk?bread");
    expect(table.analyze(bytes, 0, 3, buffer)).toBe(1);
    expect(table.analyze(bytes, 3, 8, buffer)).toBe(1);
    expect(table.flags).toBe(FLAG_QUESTION);
    expect(table.analyze(bytes, 8, 8, buffer)).toBe(0);
    expect(table.flags).toBe(0);
    expect([...buffer.ids.subarray(0, buffer.count)].map((id) => table.termOf(id))).toEqual(["tea", "milk"]);
  });

  test("the flags are those of the text analysed last", () => {
    const table = createTermTable();
    const flags = (text: string): number => {
      table.analyzeText(text, createTermBuffer());
      return table.flags;
    };
    expect(flags("Did we meet last week?")).toBe(FLAG_QUESTION + FLAG_TIME_EXPRESSION);
    expect(flags("week last")).toBe(0);
    expect(flags("at 7 pm — yes")).toBe(FLAG_TIME_EXPRESSION);
    expect(flags("I am")).toBe(0);
    expect(flags("last")).toBe(0);
    expect(flags("week")).toBe(0);
  });

  test("a byte that is no UTF-8 cuts words", () => {
    const table = createTermTable();
    const buffer = createTermBuffer();
    expect(table.analyze(Uint8Array.of(0x61, 0xff, 0x62, 0xe5, 0x8c), 0, 5, buffer)).toBe(1);
    expect(table.termOf(buffer.ids[0]!)).toBe("b");
  });

  test("forms beyond the bound in bytes are forgotten and read anew; ids stay", () => {
    const table = createTermTable({ maxBytes: 64 * 1_024 });
    const buffer = createTermBuffer();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 5_000; i++) table.analyzeText(`w${i} “w${i}—v${i}”`, buffer);
    }
    expect(table.termCount).toBe(10_000);
    expect(buffer.ids.slice(0, 15_000)).toEqual(buffer.ids.slice(15_000, 30_000));
    expect(table.formBytes).toBeLessThanOrEqual(64 * 1_024);
  });

  test("a bound that could hold nothing is refused", () => {
    expect(() => createTermTable({ maxBytes: 1 })).toThrow(RangeError);
    expect(() => createTermTable({ maxBytes: Number.NaN })).toThrow(RangeError);
  });
});

function terms(text: string, table: TermTable = createTermTable()): string[] {
  const buffer = createTermBuffer();
  const count = table.analyzeText(text, buffer);
  expect(count).toBe(buffer.count);
  return [...buffer.ids.subarray(0, count)].map((id) => table.termOf(id));
}

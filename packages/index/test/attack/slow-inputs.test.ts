/**
 * Attacks on time and memory: inputs made to be slow. Bounds count what the process computed, are some forty times what was measured
 * (Node 20), so that a busy machine does not reach them, and lie below what the flaws cost which these tests found: up to minutes.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { createTermBuffer } from "../../src/analysis/term-buffer.ts";
import { createTermTable } from "../../src/analysis/term-table.ts";
import { createAnalyzer } from "../../src/analysis/terms.ts";
import { hasTimeExpression } from "../../src/analysis/time-expressions.ts";
import { asksForTime, namedDates } from "../../src/analysis/time-words.ts";
import { toWords } from "../../src/analysis/words.ts";
import type { IndexQuery } from "../../src/document.ts";
import { createMemoryIndex, type MemoryIndex } from "../../src/memory-index.ts";
import { aDocument, anIndex } from "../documents.ts";

const MILLION = 1_000_000;
const LINEAR_MS = 10_000;

/** What is repeated to make a long text. */
const ADVERSARIES: Readonly<Record<string, string>> = {
  "one word": "a",
  "one number": "1",
  apostrophes: "a'",
  possessives: "a's",
  "Unicode apostrophes": "é'",
  "marks that a normaliser must sort": "\u0301\u0316",
  "letters with many marks": `a${"\u0316\u0301".repeat(40)}`,
  "one ligature of eighteen letters": "\ufdfa",
  "emoji that join": "👨‍👩‍👧",
  "lone surrogates": "\ud800",
  "Chinese without a stop": "中文文字",
  "Thai without a space": "ภาษาไทย",
  katakana: "カ",
  "Chinese and letters": "中a",
  months: "may ",
  "days of months": "12th of ",
  numbers: "two ",
  days: "1 ",
  dates: "2023-05-07 ",
  "half dates": "2023-",
  questions: "how how long ",
  spaces: " ",
};

describe("a quarter of a million characters are read in linear time", () => {
  test.each(Object.entries(ADVERSARIES))("%s", (_situation, unit) => {
    const text = unit.repeat(MILLION / 4 / unit.length);
    const start = cpuMs();
    createAnalyzer().terms(text);
    hasTimeExpression(text);
    asksForTime(text);
    namedDates(text);
    expect(cpuMs() - start).toBeLessThan(LINEAR_MS);
  });
});

describe("and into term ids as well", () => {
  const table = createTermTable();
  const buffer = createTermBuffer();
  test.each(Object.entries(ADVERSARIES))("%s", (_situation, unit) => {
    const text = unit.repeat(MILLION / 4 / unit.length);
    const start = cpuMs();
    buffer.count = 0;
    expect(table.analyzeText(text, buffer)).toBe(buffer.count);
    expect(cpuMs() - start).toBeLessThan(LINEAR_MS);
    expect(table.formBytes).toBeLessThan(32 * 1_024 * 1_024);
  });
});

test("a memory of a million characters is added and found", async () => {
  const text = `${"word ".repeat(MILLION / 5)} needle`;
  const index = anIndex([aDocument(0, text), aDocument(1, "中文".repeat(MILLION / 4))]);
  expect((await index.search({ text: "needle" })).map(({ ref }) => ref)).toEqual([0]);
  expect((await index.search({ text: "中文" })).map(({ ref }) => ref)).toEqual([1]);
  expect((await index.search({ text: "needle", mode: "hybrid" }))[0]!.ref).toBe(0);
});

describe("questions that are too long", () => {
  const words = Array.from({ length: 100_000 }, (_, i) => `w${i}`);
  const index = anIndex([
    ...Array.from({ length: 2_000 }, (_, ref) =>
      aDocument(ref, `w${ref} w${ref + 1} tea`, { session: `s${ref >> 4}`, speaker: `w${ref} jr` }),
    ),
    aDocument(2_000, words.join(" ")),
  ]);

  test("a hundred thousand words, two thousand of them names", async () => {
    // Only the first terms are asked: all documents hold "tea", but the last.
    expect(await timed(index, { text: `tea ${words.join(" ")}`, limit: 10_000 })).toBe(2_001);
  });

  test("a hundred thousand dates", async () => {
    const dates = words.map((_, i) => new Date(i * 86_400_000).toISOString().slice(0, 10));
    expect(await timed(index, { text: `tea ${dates.join(" ")}`, limit: 10_000 })).toBe(2_000);
  });

  async function timed(asked: MemoryIndex, query: IndexQuery): Promise<number> {
    const start = cpuMs();
    const hits = await asked.search(query);
    expect(cpuMs() - start).toBeLessThan(LINEAR_MS);
    return hits.length;
  }
});

test("a turn that was corrected ten thousand times costs its neighbours little", async () => {
  const index = anIndex(["milk", "tea", "milk"].map((text, ref) => aDocument(ref, text, { session: "s" })));
  for (let ref = 3; ref < 10_003; ref++) {
    const replaces = { ref: ref === 3 ? 1 : ref - 1, namespace: "default" };
    index.add(aDocument(ref, "tea", { session: "s" }), { replaces });
  }
  await index.search({ text: "milk" }); // reads the ten thousand texts
  const start = cpuMs();
  expect((await index.search({ text: "tea" })).map(({ ref }) => ref)).toEqual([10_002, 2, 0]);
  expect(cpuMs() - start).toBeLessThan(2_000);
  expect(index.around(10_002, "default", { before: 9, after: 9 })).toEqual([0, 10_002, 2]);
});

test("texts are not kept alive by the words cut out of them", async () => {
  const index = createMemoryIndex({ readText: async () => "" });
  const before = bytesInUse();
  for (let ref = 0; ref < 30; ref++) {
    const rare = `unheardofword${ref.toString(36)}`;
    const pad = ref % 2 === 0 ? " . " : " 。";
    index.add(aDocument(ref, `${rare} ${pad.repeat(MILLION / 3)} ${"x".repeat(MILLION / 10)}${ref}`));
  }
  expect(index.stats().documents).toBe(30);
  expect(bytesInUse() - before).toBeLessThan(8 * MILLION);
  expect(await index.search({ text: "unheardofword1" })).toHaveLength(1);
});

test("an analyser that met many monster words keeps none", () => {
  const analyzer = createAnalyzer();
  const before = bytesInUse();
  for (let i = 0; i < 100; i++) analyzer.term(`${i}${"x".repeat(MILLION)}`);
  expect(bytesInUse() - before).toBeLessThan(25 * MILLION);
  expect(toWords("x".repeat(MILLION))).toHaveLength(1);
});

function bytesInUse(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  return process.memoryUsage().heapUsed;
}

/** What this process computed, in ms: other work on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

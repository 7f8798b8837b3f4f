/** Reading: how fast do texts become term ids, beside the analyser that makes strings, and what does a new form cost? */
import { createAnalyzer, createTermBuffer, createTermTable, textFlags, type TermTable } from "@vidmem/index";
import type { Answer, Row } from "../frames/question.ts";
import { median, medianRatio } from "../statistics.ts";
import { threadMs } from "./thread-time.ts";
import { SCRIPTS, writeTexts } from "./texts.ts";

const ROUNDS = 7;
const ENGLISH = "English";
const LEAST_TEXTS_PER_SECOND = 150_000;

export function measureReading(): Answer {
  const rows = Object.keys(SCRIPTS).map((script) => measureScript(script));
  const english = rows.find(({ name }) => name === ENGLISH)!;
  return {
    title: "Reading texts of some 80 words, one thread",
    rows,
    verdicts: [
      { what: "English texts/s, forms known", value: english.figures["texts/s"]!, atLeast: LEAST_TEXTS_PER_SECOND },
    ],
    notes: [
      "texts/s: forms known, medians of rounds in time of the thread; ×: against createAnalyzer and textFlags, round by round.",
      "new form: what the first pass took longer, for each form that it met first.",
    ],
  };
}

function measureScript(script: string): Row {
  const texts = writeTexts(script);
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  const table = createTermTable();
  const firstMs = timed(() => readAll(table, bytes));
  const analyzer = createAnalyzer();
  const byTable: number[] = [];
  const byAnalyzer: number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const tableMs = timed(() => readAll(table, bytes));
    const analyzerMs = timed(() => {
      for (const text of texts) {
        analyzer.terms(text);
        textFlags(text);
      }
    });
    if (round < 0) continue;
    byTable.push(tableMs);
    byAnalyzer.push(analyzerMs);
  }
  const warmMs = median(byTable);
  const totalBytes = bytes.reduce((sum, { length }) => sum + length, 0);
  return {
    name: script,
    figures: {
      "bytes each": totalBytes / texts.length,
      "texts/s": (1_000 * texts.length) / warmMs,
      "MB/s": totalBytes / warmMs / 1_000,
      "analyser texts/s": (1_000 * texts.length) / median(byAnalyzer),
      "×": medianRatio(byAnalyzer, byTable),
      terms: table.termCount,
      "µs per new term": (1_000 * (firstMs - warmMs)) / table.termCount,
      "form MB": table.formBytes / 1e6,
      "term MB": table.termBytes / 1e6,
    },
  };
}

function readAll(table: TermTable, texts: readonly Uint8Array[]): void {
  const buffer = createTermBuffer(1 << 20);
  for (const text of texts) {
    buffer.count = 0;
    table.analyze(text, 0, text.length, buffer);
  }
}

function timed(work: () => void): number {
  const start = threadMs();
  work();
  return threadMs() - start;
}

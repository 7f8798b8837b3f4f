/** Misspelling: what does a suggestion cost among as many terms as a million memories have? */
import { createAnalyzer, createSpelling } from "@vidmem/index";
import type { Answer } from "../frames/question.ts";
import { percentile } from "../statistics.ts";
import { threadMs } from "./thread-time.ts";
import { writeTexts } from "./texts.ts";

const TEXTS = 30_000;
const WORDS = 2_000;
const MOST_P95_MS = 5;

export function measureMisspelling(): Answer {
  const documents = countDocuments();
  const terms = [...documents.keys()].filter((term) => term.length >= 4 && !/\d/.test(term));
  const spelling = createSpelling(() => documents);
  const start = threadMs();
  spelling.suggest("misspelt");
  const buildMs = threadMs() - start;
  const words = terms.slice(0, WORDS).map(misspell);
  const from = threadMs();
  const times = Float64Array.from(words, (word) => {
    const before = performance.now();
    spelling.suggest(word);
    return performance.now() - before;
  });
  const meanMs = (threadMs() - from) / words.length;
  const p95 = percentile(times, 95);
  return {
    title: "Suggestions for words with one letter swapped, left out or replaced",
    rows: [
      {
        name: "",
        figures: {
          terms: documents.size,
          "build ms": buildMs,
          "mean thread ms": meanMs,
          "p50 ms": percentile(times, 50),
          "p95 ms": p95,
        },
      },
    ],
    verdicts: [{ what: "p95 ms", value: p95, atMost: MOST_P95_MS }],
  };
}

function countDocuments(): Map<string, number> {
  const analyzer = createAnalyzer();
  const documents = new Map<string, number>();
  for (const text of writeTexts("English", TEXTS)) {
    for (const term of new Set(analyzer.terms(text))) documents.set(term, (documents.get(term) ?? 0) + 1);
  }
  return documents;
}

function misspell(word: string, at: number): string {
  const place = 1 + (at % (word.length - 2));
  const [before, first, second] = [word.slice(0, place), word[place]!, word[place + 1] ?? ""];
  const behind = word.slice(place + 2);
  if (at % 3 === 0) return before + second + first + behind;
  return at % 3 === 1 ? before + second + behind : `${before}q${second}${behind}`;
}

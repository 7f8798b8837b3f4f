/** Laws of the query language: what a printer writes is read back, nothing is refused, nothing is lost, and no query is slow. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toWords } from "../../src/analysis/words.ts";
import type { SearchFilter } from "../../src/document.ts";
import { readClauses } from "../../src/query/clauses.ts";
import { narrowFilter } from "../../src/query/narrow-filter.ts";
import { parseQuery, type ParsedQuery } from "../../src/query/parse-query.ts";
import { phraseMatches } from "../../src/query/phrases.ts";
import { anything } from "./texts.ts";

const MARKS = [
  '"',
  "“",
  "”",
  "-",
  "tag:",
  "Session:",
  "before:2023",
  "after:",
  ":",
  "\\",
  '\\"',
  " ",
  "\n",
  "tea",
  "😀",
];
const garbage = fc.oneof(
  anything,
  fc.array(fc.constantFrom(...MARKS), { maxLength: 20 }).map((marks) => marks.join("")),
);
const quotable = fc.oneof(anything, garbage, fc.constantFrom('a "b" \\ c', "\\", "a\\"));
const withWords = quotable.filter((text) => toWords(text).length > 0);
const value = quotable.filter((text) => text !== "");
const dayMs = fc.integer({ min: 0, max: 40_000 }).map((day) => day * 86_400_000);

/** One printed clause, and what it adds to the parsed query. */
type Written = readonly [printed: string, add: (parsed: Draft) => void];
type Draft = { -readonly [Part in keyof ParsedQuery]: ParsedQuery[Part] };

const clauses: fc.Arbitrary<Written> = fc.oneof(
  fc
    .constantFrom("tea", "12:30", "it's", '5"', "a-b", "http://x", "C++:", "-5", "tag:")
    .map((word): Written => [word, (to) => addText(to, word)]),
  withWords.map((text): Written => [
    quote(text),
    (to) => {
      to.phrases = [...to.phrases, text];
      addText(to, text.trim());
    },
  ]),
  withWords.map((text): Written => [
    `-${quote(text)}`,
    (to) => {
      to.excludedPhrases = [...to.excludedPhrases, text];
    },
  ]),
  fc.constantFrom("tea", "milk").map((word): Written => [
    `-${word}`,
    (to) => {
      to.excludedWords = [...to.excludedWords, word];
    },
  ]),
  value.map((name): Written => [
    `tag:${quote(name)}`,
    (to) => {
      to.filter = { ...to.filter, tags: [...(to.filter.tags ?? []), name] };
    },
  ]),
  value.map((name): Written => [
    `TYPE:${quote(name)}`,
    (to) => {
      to.filter = { ...to.filter, types: [...(to.filter.types ?? []), name] };
    },
  ]),
  fc.tuple(fc.constantFrom("session" as const, "speaker" as const), value).map(([field, name]): Written => [
    `${field}:${quote(name)}`,
    (to) => {
      to.filter = { ...to.filter, [field]: name };
    },
  ]),
  fc.tuple(fc.constantFrom("before" as const, "after" as const), dayMs).map(([field, time]): Written => [
    `${field}:${new Date(time).toISOString().slice(0, 10)}`,
    (to) => {
      to.filter = { ...to.filter, [field]: time };
    },
  ]),
  value.map((name): Written => [
    `-tag:${quote(name)}`,
    (to) => {
      to.excluded = { ...to.excluded, tags: [...to.excluded.tags, name] };
    },
  ]),
);

describe("the query language", () => {
  test("what is printed is read back", () => {
    fc.assert(
      fc.property(fc.array(clauses, { maxLength: 8 }), (written) => {
        const expected = { ...parseQuery("") };
        for (const [, add] of written) add(expected);
        expect(parseQuery(written.map(([printed]) => printed).join(" "))).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  test("any text is read, and its parts are all of it but white space", () => {
    fc.assert(
      fc.property(garbage, (query) => {
        const parsed = parseQuery(query);
        expect(parsed.text).toBe(parsed.text.trim());
        const raw = [...readClauses(query)].map((clause) => clause.raw).join("");
        expect(raw.replaceAll(/\s/g, "")).toBe(query.replaceAll(/\s/g, ""));
      }),
      { numRuns: 5_000 },
    );
  });

  test("a query without quotes, hyphens and colons is its own text", () => {
    const words = anything.map((text) => text.replaceAll(/["“”:-]/g, "").trim());
    fc.assert(
      fc.property(words, (text) => {
        expect(parseQuery(text)).toEqual({ ...parseQuery(""), text: text.split(/\s+/).join(" ") });
      }),
      { numRuns: 2_000 },
    );
  });

  test("a phrase stands in a text when its words stand there in a row", () => {
    const words = fc.array(fc.constantFrom("a", "b", "the", "Anna's"), { maxLength: 12 });
    fc.assert(
      fc.property(words, words, (text, phrase) => {
        const naive = ` ${toWords(text.join(" ")).join(" ")} `.includes(
          ` ${[...toWords(phrase.join(", ")), ""].join(" ")}`,
        );
        expect(phraseMatches(text.join(" "), phrase.join(", "))).toBe(phrase.length === 0 || naive);
      }),
      { numRuns: 5_000 },
    );
  });

  test("a narrowed filter passes what both filters pass", () => {
    const names = fc.option(fc.constantFrom("a", "b"), { nil: undefined });
    const lists = fc.option(fc.subarray(["a", "b", "c"]), { nil: undefined });
    const numbers = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined });
    const filters = fc.record({
      types: lists,
      tags: lists,
      session: names,
      speaker: names,
      after: numbers,
      before: numbers,
      minImportance: numbers,
    });
    const memories = fc.record({
      type: fc.constantFrom("a", "b", "c"),
      tags: fc.subarray(["a", "b", "c"]),
      session: names,
      speaker: names,
      time: fc.nat(3),
      importance: fc.nat(3),
    });
    fc.assert(
      fc.property(filters, filters, memories, (a, b, memory) => {
        const both = narrowFilter(a, b);
        expect(both !== undefined && passes(both, memory)).toBe(passes(a, memory) && passes(b, memory));
      }),
      { numRuns: 5_000 },
    );
  });
});

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

function addText(to: Draft, words: string): void {
  to.text = `${to.text} ${words}`.trim();
}

interface Memory {
  readonly type: string;
  readonly tags: readonly string[];
  readonly session: string | undefined;
  readonly speaker: string | undefined;
  readonly time: number;
  readonly importance: number;
}

function passes(filter: SearchFilter, memory: Memory): boolean {
  const { types = [], tags = [], session, speaker, after = 0, before = Infinity, minImportance = 0 } = filter;
  return (
    (types.length === 0 || types.includes(memory.type)) &&
    tags.every((tag) => memory.tags.includes(tag)) &&
    (session === undefined || session === memory.session) &&
    (speaker === undefined || speaker === memory.speaker) &&
    memory.time >= after &&
    memory.time < before &&
    memory.importance >= minImportance
  );
}

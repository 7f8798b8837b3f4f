import { describe, expect, test } from "vitest";
import { inverseDocumentFrequency, saturatedFrequency } from "../../../src/ranking/bm25.ts";
import {
  DATE_WEIGHT,
  dateMatch,
  dateMatchBound,
  QUESTION_PENALTY,
  SAID_AFTER,
  SAID_BEFORE,
  SPEAKER_BONUS,
  WHEN_BONUS,
} from "../../../src/ranking/context-weights.ts";
import type { IndexDocument, IndexQuery } from "../../../src/document.ts";
import { aDocument, anIndex, DAY_MS } from "../../documents.ts";

describe("the parts of the formula", () => {
  test("a term that every document holds is still worth something", () => {
    expect(inverseDocumentFrequency(10, 10)).toBeCloseTo(Math.log(1 + 0.5 / 10.5), 12);
  });

  test("more of a term is worth more, and never more than k1 + 1", () => {
    const worth = [1, 2, 10, 1e9].map((frequency) => saturatedFrequency(frequency, 1, { k1: 0.7, b: 0.3 }));
    expect(worth[0]).toBe(1);
    expect(worth.toSorted((a, b) => a - b)).toEqual(worth);
    expect(worth[3]).toBeLessThanOrEqual(1.7);
  });

  test("a date matches by the parts that are named", () => {
    const day = Date.UTC(2023, 4, 7, 23, 59);
    expect(dateMatch([{ year: 2023, month: 5, day: 7 }], day)).toBe(2);
    expect(dateMatch([{ month: 5, day: 8 }], day)).toBe(1);
    expect(dateMatch([{ month: 5 }], day)).toBe(1);
    expect(dateMatch([{ year: 2023 }], day)).toBe(0.3);
    expect(dateMatch([{ year: 2022, month: 5, day: 7 }], day)).toBe(0);
    expect(dateMatch([{ month: 2, day: 31 }], day)).toBe(0);
    expect(dateMatch([{ year: 2023 }, { month: 5 }], day)).toBe(1);
    expect(dateMatch([], day)).toBe(0);
    expect(dateMatch([{ year: 2023, month: 5 }], 0)).toBe(0);
  });

  test("no day of a range matches better than its bound", () => {
    const dates = [{ year: 2023, month: 5, day: 7 }, { month: 2 }, { year: 2021 }];
    for (let from = Date.UTC(2020, 10, 3); from < Date.UTC(2024, 1, 1); from += 11 * DAY_MS) {
      for (const days of [0, 1, 30, 200, 400]) {
        const to = from + days * DAY_MS;
        const bound = dateMatchBound(dates, from, to);
        const best = Array.from({ length: days + 1 }, (_, day) => dateMatch(dates, from + day * DAY_MS));
        expect(bound).toBeGreaterThanOrEqual(Math.max(...best));
      }
    }
  });
});

describe("what moves a score", () => {
  test("a word lends to the turns around it, and more to those that come behind it", async () => {
    const turns = ["a1", "a2", "a3", "a4", "a5", "tea", "b1", "b2", "b3", "b4", "b5"];
    const documents = turns.map((text, ref) => aDocument(ref, text, { session: "s" }));
    const why = await explained(documents, { text: "tea", limit: 20 });
    const own = why.get(5)!.weight;
    const shares = turns.map((_, ref) => Math.round(((why.get(ref)?.weight ?? 0) / own) * 1e6) / 1e6);
    expect(shares).toEqual([0, ...SAID_AFTER.toReversed(), 1, ...SAID_BEFORE, 0]);
    expect(turns.map((_, ref) => why.get(ref)?.turnsAway)).toEqual([
      undefined,
      4,
      3,
      2,
      1,
      0,
      -1,
      -2,
      -3,
      -4,
      undefined,
    ]);
  });

  test("nothing is lent to another session", async () => {
    const documents = ["tea", "milk", "milk"].map((text, ref) =>
      aDocument(ref, text, { session: ref === 2 ? "b" : "a" }),
    );
    expect((await anIndex(documents).search({ text: "tea" })).map(({ ref }) => ref)).toEqual([0, 1]);
  });

  test("who is named, what date, whether a time is told, whether it asks itself", async () => {
    const timestamp = Date.UTC(2023, 4, 7);
    const documents = [
      aDocument(0, "tea", { timestamp: 0 }),
      aDocument(1, "tea", { timestamp: 0, speaker: "Anna" }),
      aDocument(2, "tea", { timestamp }),
      aDocument(3, "tea yesterday", { timestamp: 0 }),
      aDocument(4, "tea?", { timestamp: 0 }),
    ];
    const hits = await anIndex(documents).search({ text: "When did Anna have tea on 7 May?", explain: true });
    const parts = hits.toSorted((a, b) => a.ref - b.ref).map(({ why }) => why);
    const terms: unknown = expect.any(Array);
    expect(parts).toEqual([
      { terms },
      { terms, speaker: SPEAKER_BONUS },
      { terms, date: 2 * DATE_WEIGHT },
      { terms, when: WHEN_BONUS },
      { terms, question: -QUESTION_PENALTY },
    ]);
  });

  test("a date alone finds what happened then; a speaker alone finds nothing more", async () => {
    const documents = [
      aDocument(0, "bread", { timestamp: Date.UTC(2023, 4, 7) }),
      aDocument(1, "milk", { timestamp: 0, speaker: "Anna" }),
    ];
    const index = anIndex(documents);
    expect((await index.search({ text: "in May 2023" })).map(({ ref }) => ref)).toEqual([0]);
    expect(await index.search({ text: "Anna's sugar" })).toEqual([]);
  });

  async function explained(
    documents: readonly IndexDocument[],
    query: IndexQuery,
  ): Promise<Map<number, { readonly weight: number; readonly turnsAway: number } | undefined>> {
    const hits = await anIndex(documents).search({ ...query, explain: true });
    return new Map(hits.map(({ ref, why }) => [ref, why?.terms?.[0]]));
  }
});

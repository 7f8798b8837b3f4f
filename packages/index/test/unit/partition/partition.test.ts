import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { FLAG_QUESTION, FLAG_TIME_EXPRESSION } from "../../../src/analysis/text-flags.ts";
import { NONE, STILL_CURRENT } from "../../../src/partition/columns.ts";
import { addDocument, createPartition, endDocument, type Partition } from "../../../src/partition/partition.ts";
import { frequencyIn } from "../../../src/partition/postings.ts";
import { aDocument, DAY_MS, FIRST_DAY_MS } from "../../documents.ts";

const analyzer = createAnalyzer();

describe("addDocument", () => {
  test("a document without session has no neighbours", () => {
    const { columns } = filled([aDocument(1, "one"), aDocument(2, "two")]);
    expect([columns.previous[0], columns.next[0], columns.session[0], columns.speaker[0]]).toEqual([
      NONE,
      NONE,
      NONE,
      NONE,
    ]);
  });

  test("turns of interleaved sessions link to their own session only", () => {
    const sessions = ["a", "b", "a", "b", "a"];
    const { columns } = filled(sessions.map((session, ref) => aDocument(ref, "x", { session })));
    expect([...columns.previous.subarray(0, 5)]).toEqual([NONE, NONE, 0, 1, 2]);
    expect([...columns.next.subarray(0, 5)]).toEqual([2, 3, 4, NONE, NONE]);
  });

  test("a new version stands right behind the one it replaces and keeps its turn", () => {
    const partition = filled(["one", "two", "three"].map((text, ref) => aDocument(ref, text, { session: "a" })));
    addDocument(partition, aDocument(3, "one again", { session: "a" }), analyzer, 0);
    addDocument(partition, aDocument(4, "three again", { session: "a" }), analyzer, 2);
    addDocument(partition, aDocument(5, "four", { session: "a" }), analyzer);
    expect(chainFrom(partition, 0)).toEqual([0, 3, 1, 2, 4, 5]);
    expect([...partition.columns.turn.subarray(0, 6)]).toEqual([0, 1, 2, 0, 2, 5]);
  });

  test("a new version in another session comes at its end", () => {
    const partition = filled([aDocument(0, "one", { session: "a" }), aDocument(1, "two", { session: "b" })]);
    addDocument(partition, aDocument(2, "one again", { session: "b" }), analyzer, 0);
    expect(chainFrom(partition, 0)).toEqual([0]);
    expect(chainFrom(partition, 1)).toEqual([1, 2]);
    expect(partition.columns.turn[2]).toBe(2);
  });

  test("a session starts when its first document happened, whatever comes later", () => {
    const partition = filled([aDocument(5, "x", { session: "a" }), aDocument(1, "y", { session: "a" })]);
    expect(partition.sessionStart).toEqual([FIRST_DAY_MS + 5 * DAY_MS]);
  });

  test("terms are counted with repetitions", () => {
    const partition = filled([aDocument(0, "tea, tea and cake")]);
    expect(frequencyIn(partition.postings.get("tea")!, 0)).toBe(2);
    expect(partition.columns.length[0]).toBe(3);
  });

  test("a question and a time expression are seen", () => {
    const texts = ["Really?  \n", "yesterday", "Was it in 2020?", "no"];
    const { columns } = filled(texts.map((text, ref) => aDocument(ref, text)));
    const both = FLAG_QUESTION | FLAG_TIME_EXPRESSION;
    expect([...columns.flags.subarray(0, 4)]).toEqual([FLAG_QUESTION, FLAG_TIME_EXPRESSION, both, 0]);
  });

  test("the date is that of UTC, and a time that is no time has none", () => {
    const times = [Date.UTC(2024, 1, 29, 23, 59), Number.NaN, Number.POSITIVE_INFINITY];
    const { columns } = filled(times.map((timestamp, ref) => aDocument(ref, "x", { timestamp })));
    expect([...columns.yearMonthDay.subarray(0, 3)]).toEqual([20_240_229, 0, 0]);
  });

  test("ten thousand tags, and one of them twice", () => {
    const tags = Array.from({ length: 10_000 }, (_, i) => `tag ${i}`);
    const partition = filled([aDocument(0, "x", { tags: [...tags, "tag 7"] })]);
    expect(partition.tagged.size).toBe(10_000);
    expect([...partition.tagged.get("tag 7")!]).toEqual([0]);
  });
});

describe("endDocument", () => {
  test("the first end counts", () => {
    const partition = filled([aDocument(7, "x")]);
    expect(partition.columns.endedAt[0]).toBe(STILL_CURRENT);
    endDocument(partition, 7, 100);
    endDocument(partition, 7, 200);
    expect(partition.columns.endedAt[0]).toBe(100);
  });

  test("an unknown reference is nothing to end", () => {
    const partition = filled([aDocument(7, "x")]);
    endDocument(partition, 8, 100);
    expect(partition.columns.endedAt[0]).toBe(STILL_CURRENT);
  });
});

function filled(documents: readonly Parameters<typeof addDocument>[1][]): Partition {
  const partition = createPartition();
  for (const document of documents) addDocument(partition, document, analyzer);
  return partition;
}

function chainFrom({ columns }: Partition, first: number): number[] {
  const chain: number[] = [];
  for (let at = first; at !== NONE; at = columns.next[at]!) chain.push(at);
  return chain;
}

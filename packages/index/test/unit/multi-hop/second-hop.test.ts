import { expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { createKindTable } from "../../../src/multi-hop/kind-terms.ts";
import { withRelatedTerms, type FirstHit, type HopPort } from "../../../src/multi-hop/second-hop.ts";
import type { Question } from "../../../src/ranking/question.ts";

const analyzer = createAnalyzer();
const kinds = createKindTable(analyzer);

test("the first hop ranks with the members of the kind, the second also with what its hits share", async () => {
  const ranked: Question[] = [];
  const port = aPort({
    idf: (term) => (["violin", "teacher"].includes(term) ? 2 : 0),
    rank: (question) => (ranked.push(question), [aHit(1), aHit(2)]),
    readText: async (ref) => (ref === 1 ? "the teacher came" : "my teacher left"),
  });
  const question = aQuestion("instruments");
  const asked = await withRelatedTerms(question, port);
  const member = { term: "violin", weight: 0.5, source: "kind" };
  expect(ranked).toEqual([{ ...question, related: [member] }]);
  expect(asked.related).toEqual([member, { term: "teacher", weight: 0.1, source: "hits" }]);
  expect({ ...asked, related: undefined }).toEqual({ ...question, related: undefined });
});

test("twenty hits are ranked and ten read, those of the speaker who is named", async () => {
  const read: number[] = [];
  const limits: number[] = [];
  const port = aPort({
    rank: (_, limit) => (
      limits.push(limit),
      Array.from({ length: limit }, (_one, at) => aHit(at, `speaker ${at % 3}`))
    ),
    readText: async (ref) => (read.push(ref), ""),
  });
  await withRelatedTerms({ ...aQuestion("roof"), speaker: "speaker 1" }, port);
  expect(read).toEqual([1, 4, 7, 10, 13, 16, 19]);
  read.length = 0;
  await withRelatedTerms(aQuestion("roof"), port);
  expect(read).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(limits).toEqual([20, 20]);
});

test("a question without anything related stays as it is", async () => {
  const question = aQuestion("roof");
  expect(await withRelatedTerms(question, aPort({}))).toBe(question);
});

test("a signal stops it after the texts were read", async () => {
  const controller = new AbortController();
  const port = aPort({
    rank: () => [aHit(1)],
    readText: async () => (controller.abort(new Error("enough")), "text"),
    signal: controller.signal,
  });
  await expect(withRelatedTerms(aQuestion("roof"), port)).rejects.toThrow("enough");
});

function aQuestion(text: string): Question {
  return { terms: analyzer.terms(text), speaker: undefined, dates: [], asksForTime: false };
}

function aHit(ref: number, speaker?: string): FirstHit {
  return { ref, score: 3, speaker };
}

function aPort(parts: Partial<HopPort>): HopPort {
  return { rank: () => [], readText: async () => "", idf: () => 0, analyzer, kinds, ...parts };
}

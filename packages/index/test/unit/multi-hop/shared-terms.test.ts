import { expect, test } from "vitest";
import { sharedTerms } from "../../../src/multi-hop/shared-terms.ts";

const none: ReadonlySet<string> = new Set();
const hit = (score: number, text: string): { score: number; terms: string[] } => ({ score, terms: text.split(" ") });
const one = (): number => 1;

test("a term counts when two hits hold it, not when one says it twice", () => {
  expect(sharedTerms([hit(4, "clay clay wheel"), hit(2, "wheel fire")], none, one)).toEqual([
    { term: "wheel", weight: 0.1, source: "hits" },
  ]);
});

test("terms that the question has already are left out", () => {
  expect(sharedTerms([hit(4, "clay wheel"), hit(2, "clay wheel")], new Set(["clay"]), one)).toEqual([
    { term: "wheel", weight: 0.1, source: "hits" },
  ]);
});

test("better hits and rarer terms weigh more, and the heaviest weighs a tenth", () => {
  const hits = [hit(4, "clay common"), hit(4, "clay common"), hit(1, "fire common"), hit(1, "fire")];
  const idf = (term: string): number => (term === "common" ? 0.25 : 1);
  const found = sharedTerms(hits, none, idf);
  expect(found.map(({ term }) => term)).toEqual(["clay", "common", "fire"]);
  expect(found.map(({ weight }) => weight)).toEqual([0.1, 0.1 * (0.5625 / 2), 0.1 * (0.5 / 2)]);
});

test("five at most; equal ones in the order in which the hits say them", () => {
  const hits = [hit(3, "g f e d c b a"), hit(2, "a b c d e f g")];
  expect(sharedTerms(hits, none, one).map(({ term }) => term)).toEqual(["g", "f", "e", "d", "c"]);
});

test("hits that scored nothing, or no hits, share nothing", () => {
  expect(sharedTerms([hit(0, "clay"), hit(-1, "clay")], none, one)).toEqual([]);
  expect(sharedTerms([], none, one)).toEqual([]);
});

import { expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { createKindTable, kindTerms } from "../../../src/multi-hop/kind-terms.ts";

const analyzer = createAnalyzer();
const table = createKindTable(analyzer);
const everything = (): boolean => true;

test("a kind that is named brings its members as terms of the index", () => {
  const found = kindTerms(table, analyzer.terms("instruments play"), everything);
  expect(found.map(({ term }) => term)).toContain(analyzer.term("violin"));
  expect(found.every(({ weight, source }) => weight === 0.5 && source === "kind")).toBe(true);
});

test("a word that is no kind brings nothing", () => {
  expect(kindTerms(table, analyzer.terms("roof boiler"), everything)).toEqual([]);
});

test("a member that is asked for itself is not asked for twice", () => {
  const asked = analyzer.terms("instruments violin");
  expect(kindTerms(table, asked, everything).map(({ term }) => term)).not.toContain(analyzer.term("violin"));
});

test("what no memory holds takes none of the twelve places", () => {
  const held = analyzer.term("norway")!;
  expect(kindTerms(table, analyzer.terms("countries"), everything)).toHaveLength(12);
  expect(kindTerms(table, analyzer.terms("countries"), everything).map(({ term }) => term)).not.toContain(held);
  expect(kindTerms(table, analyzer.terms("countries"), (term) => term === held)).toEqual([
    { term: held, weight: 0.5, source: "kind" },
  ]);
});

test("two kinds share the twelve places, the one named first first", () => {
  const found = kindTerms(table, analyzer.terms("instruments countries"), everything).map(({ term }) => term);
  expect(found).toHaveLength(12);
  expect(found).toEqual([...table.membersOf(analyzer.term("instruments")!)].slice(0, 12));
});

import { describe, expect, test } from "vitest";
import { parseQuery, type ParsedQuery } from "../../../src/query/parse-query.ts";

type Expected = Partial<Omit<ParsedQuery, "excluded">> & { readonly excluded?: Partial<ParsedQuery["excluded"]> };

const SITUATIONS: Readonly<Record<string, readonly [query: string, expected: Expected]>> = {
  nothing: ["", {}],
  "white space only": [" \t\n ", {}],
  "plain words": ["  green \n tea ", { text: "green tea" }],
  "a phrase ranks too": ['best "green tea" ever', { text: "best green tea ever", phrases: ["green tea"] }],
  "a phrase in typographic quotes": ["“green tea”", { text: "green tea", phrases: ["green tea"] }],
  "a phrase with quotes in it": [
    String.raw`"say \"no\" \\ \n"`,
    { text: String.raw`say "no" \ \n`, phrases: [String.raw`say "no" \ \n`] },
  ],
  "right behind a phrase a new part begins": ['"a b"tag:c', { text: "a b", phrases: ["a b"], filter: { tags: ["c"] } }],
  "a question quotes titles": ['What is "Little Women" about? ', { text: 'What is "Little Women" about?' }],
  "a question may exclude and filter": [
    'Who read it -"in May" speaker:"Anna Lee" ?',
    { text: "Who read it ?", excludedPhrases: ["in May"], filter: { speaker: "Anna Lee" } },
  ],
  "a phrase that is a question is a phrase": ['"who was it?"', { text: "who was it?", phrases: ["who was it?"] }],
  "a phrase without words is text": ['"?!" ""', { text: '"?!" ""' }],
  "a quote that nothing closes is text": ['"green tea', { text: '"green tea' }],
  "a typographic quote that nothing closes is text": ["“green tea", { text: "“green tea" }],
  "a quote inside a word is text": ['5"x3" it"s', { text: '5"x3" it"s' }],
  "an excluded word": ["tea -Milk", { text: "tea", excludedWords: ["milk"] }],
  "an excluded phrase": ['tea -"with milk"', { text: "tea", excludedPhrases: ["with milk"] }],
  "an excluded word in quotes is a phrase": ['-"dogs"', { excludedPhrases: ["dogs"] }],
  "an excluded compound is a phrase": ["-well-known", { excludedPhrases: ["well-known"] }],
  "hyphens that exclude nothing": ["- -- --flag -5 -2024-05 a-b ->", { text: "- -- --flag -5 -2024-05 a-b ->" }],
  "an excluded number needs quotes": ['-"2024"', { excludedPhrases: ["2024"] }],
  filters: [
    'tag:work Tag:"side job" session:s1 speaker:Anna type:note TYPE:fact what',
    { text: "what", filter: { tags: ["work", "side job"], session: "s1", speaker: "Anna", types: ["note", "fact"] } },
  ],
  "of two sessions the last counts": ["session:a session:b", { filter: { session: "b" } }],
  times: [
    "after:2023-05 before:2023-06-01T12:00+02:00",
    { filter: { after: Date.UTC(2023, 4, 1), before: Date.UTC(2023, 5, 1, 10) } },
  ],
  "times that do not exist are text": ["after:2023-02-30 before:noon", { text: "after:2023-02-30 before:noon" }],
  "excluded attributes": [
    '-tag:work -type:note -session:s1 -speaker:"Anna Lee"',
    { excluded: { tags: ["work"], types: ["note"], sessions: ["s1"], speakers: ["Anna Lee"] } },
  ],
  "a time cannot be excluded": ["-after:2023", { text: "-after:2023" }],
  "a filter without a value is text": ['tag: tag:"" type', { text: 'tag: tag:"" type' }],
  "a filter whose quote nothing closes is text": ['tag:"work now', { text: 'tag:"work now' }],
  "a filter value keeps its marks": ["tag:c++,x:y", { filter: { tags: ["c++,x:y"] } }],
  "colons that are no filters": [
    "https://x.org/a?b=c 12:30 C++: note:x metatag:a constructor:x",
    { text: "https://x.org/a?b=c 12:30 C++: note:x metatag:a constructor:x" },
  ],
};

describe("parseQuery", () => {
  test.each(Object.entries(SITUATIONS))("%s", (_situation, [query, expected]) => {
    const empty = { text: "", phrases: [], excludedWords: [], excludedPhrases: [], filter: {} };
    const excluded = { tags: [], types: [], sessions: [], speakers: [], ...expected.excluded };
    expect(parseQuery(query)).toEqual({ ...empty, ...expected, excluded });
  });

  test("clauses beyond the bound are words", () => {
    const parsed = parseQuery('"green tea" '.repeat(65));
    expect(parsed.phrases).toHaveLength(64);
    expect(parsed.text.endsWith('tea "green tea"')).toBe(true);
  });
});

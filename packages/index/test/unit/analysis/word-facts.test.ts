import { expect, test } from "vitest";
import { IRREGULAR_FORMS } from "../../../src/analysis/irregular-forms.ts";
import { stemPorter2 } from "../../../src/analysis/porter2.ts";
import { STOPWORDS } from "../../../src/analysis/stopwords.ts";
import { toBytes, toText } from "../../../src/analysis/text-bytes.ts";
import { timeCue } from "../../../src/analysis/time-expressions.ts";
import { createWordFacts } from "../../../src/analysis/word-facts.ts";

const facts = createWordFacts();
const find = (word: string): number => facts.find(toBytes(word), toBytes(word).length);

test("every stop word is one, and gives its cue", () => {
  for (const word of STOPWORDS) {
    expect(facts.isStopWord(find(word))).toBe(true);
    expect(facts.cue(find(word))).toBe(timeCue(word));
  }
});

test("every irregular form leads to the stem of its base", () => {
  for (const [form, base] of IRREGULAR_FORMS) {
    expect(facts.isStopWord(find(form))).toBe(false);
    expect(toText(facts.irregularStem(find(form))!)).toBe(stemPorter2(base));
  }
});

test("words without a fact have none; a time word that is nothing else has its cue", () => {
  for (const word of ["tea", "zeppelin", "weeks", "yesterday"]) {
    expect(facts.isStopWord(find(word))).toBe(false);
    expect(facts.irregularStem(find(word))).toBe(undefined);
    expect(facts.cue(find(word))).toBe(timeCue(word));
  }
});

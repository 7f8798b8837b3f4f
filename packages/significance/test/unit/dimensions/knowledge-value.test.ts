import { expect, test } from "vitest";
import { knowledgeValue } from "../../../src/dimensions/knowledge-value.ts";
import { readText } from "../../../src/reading/reading.ts";
import { aContext } from "../../memories.ts";

function value(text: string, context = aContext()): number {
  return knowledgeValue(readText(text), context).score;
}

test("statements are worth something, questions and small talk nothing", () => {
  expect(value("The valve behind the boiler opens clockwise.")).toBeGreaterThan(0.3);
  expect(value("Does the valve behind the boiler open clockwise?")).toBe(0);
  expect(value("Oh, and how are you?")).toBe(0);
});

test("names, numbers and code are worth more than words", () => {
  const word = value("it was red");
  expect(value("it was Clevedon")).toBeGreaterThan(word);
  expect(value("it was £260")).toBeGreaterThan(word);
  for (const code of ["`x = 1`", "https://a.example/b", "maxRetries", "max_retries"]) {
    expect(value(`it was ${code}`)).toBeGreaterThan(value("it was Clevedon"));
  }
});

test("a name such as McKay is no identifier, and the name of who is spoken to is no knowledge", () => {
  expect(knowledgeValue(readText("it was McKay"), aContext()).evidence).toMatchObject([{ sign: "name" }]);
  const spoken = aContext({}, { people: new Set(["ada"]) });
  expect(value("it was Ada", spoken)).toBeLessThan(value("it was Ada"));
});

test("what is said twice is stated once", () => {
  expect(value("Bees. Bees! The bee.")).toBe(value("Bees."));
});

test("a word counts by the square of its rarity, an explaining word by itself", () => {
  const known = aContext({ bee: { rarity: 0.5 } });
  expect(knowledgeValue(readText("bees"), known).score).toBeCloseTo(1 - 2 ** (-0.25 / 6), 9);
  expect(value("F28 means phone someone")).toBeGreaterThan(value("F28 says phone someone"));
});

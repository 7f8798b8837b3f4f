import { expect, test } from "vitest";
import { breakthroughFactor } from "../../../src/dimensions/breakthrough-factor.ts";
import { readText } from "../../../src/reading/reading.ts";
import { aContext } from "../../memories.ts";

function factor(text: string, context = aContext()): number {
  return breakthroughFactor(readText(text), context).score;
}

test("what the store has never heard of is new, what was just said is not", () => {
  expect(factor("the glockenspiel")).toBeGreaterThan(0);
  expect(factor("the glockenspiel", aContext({ glockenspiel: { memoriesSince: 50 } }))).toBe(0);
});

test("what the last 50 memories did not have is new again, as far as it is rare", () => {
  const back = (rarity: number): number => factor("the piano", aContext({ piano: { memoriesSince: 51, rarity } }));
  expect(back(0.8)).toBeGreaterThan(back(0.2));
  expect(back(0.8)).toBeLessThan(factor("the piano"));
});

test("somebody realising something counts by itself", () => {
  const known = aContext({ realised: {}, turn: {} });
  expect(factor("I realised it", known)).toBeGreaterThan(0.1);
  expect(breakthroughFactor(readText("It turns out so"), known).evidence).toMatchObject([
    { sign: "realisation", words: "turns out" },
  ]);
});

test("a question is no breakthrough", () => {
  expect(factor("Have you realised what a glockenspiel is?")).toBe(0);
});

import { expect, test } from "vitest";
import { patternStrength } from "../../../src/dimensions/pattern-strength.ts";
import { readText } from "../../../src/reading/reading.ts";
import { aContext } from "../../memories.ts";

function strength(text: string, context = aContext()): number {
  return patternStrength(readText(text), context).score;
}

test("a term of other episodes is a thread, a new one or one of today is not", () => {
  expect(strength("the piano")).toBe(0);
  expect(strength("the piano", aContext({ piano: {} }))).toBe(0);
  expect(strength("the piano", aContext({ piano: { otherEpisodes: 1 } }))).toBeGreaterThan(0);
});

test("more episodes make it stronger, and a common word weaker", () => {
  const piano = (otherEpisodes: number, rarity = 0.5): number =>
    strength("piano", aContext({ piano: { otherEpisodes, rarity } }));
  expect(piano(5)).toBeGreaterThan(piano(1));
  expect(piano(5, 0.1)).toBeLessThan(piano(5));
  expect(piano(1)).toBeCloseTo(1 - 2 ** -(0.25 / 2), 9);
});

test("a question takes up no thread", () => {
  expect(strength("the piano?", aContext({ piano: { otherEpisodes: 5 } }))).toBe(0);
});

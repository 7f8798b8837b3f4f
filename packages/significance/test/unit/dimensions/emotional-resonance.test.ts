import { expect, test } from "vitest";
import { emotionalResonance } from "../../../src/dimensions/emotional-resonance.ts";
import { readText } from "../../../src/reading/reading.ts";
import { aContext } from "../../memories.ts";

function resonance(text: string, context = aContext()): number {
  return emotionalResonance(readText(text), context).score;
}

test("feelings raise it, glad or sad, and facts do not", () => {
  expect(resonance("I am heartbroken.")).toBeGreaterThan(0.3);
  expect(resonance("I am overjoyed.")).toBeGreaterThan(0.3);
  expect(resonance("The boiler has a valve.")).toBe(0);
});

test("one's own feelings count more than others', and those more than politeness", () => {
  const [own, others, polite] = ["I feel lonely.", "They feel lonely.", "You feel lonely."].map((text) =>
    resonance(text),
  );
  expect(own).toBeGreaterThan(others!);
  expect(others).toBeGreaterThan(polite!);
  expect(resonance("Do I feel lonely?")).toBe(polite);
});

test("what everybody always says resonates less", () => {
  expect(resonance("I love it.", aContext({ love: { rarity: 0.1 } }))).toBeLessThan(resonance("I love it."));
});

test("exclamation marks, capitals and emoji are heard", () => {
  expect(resonance("I am happy!")).toBeGreaterThan(resonance("I am happy."));
  expect(resonance("I am HAPPY.")).toBeGreaterThan(resonance("I am happy."));
  expect(resonance("I passed 😍")).toBeGreaterThan(resonance("I passed"));
});

test("the evidence names the words and which way they go", () => {
  const { evidence } = emotionalResonance(readText("I was happy, then I was sad."), aContext());
  expect(evidence.map(({ sign, words }) => `${sign}: ${words}`)).toEqual(["glad word: happy", "sad word: sad"]);
});

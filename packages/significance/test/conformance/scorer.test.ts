import { test } from "vitest";
import { defineScorerConformance } from "../../src/conformance/index.ts";
import { createScorer, DIMENSIONS, type Scorer, type Significance } from "../../src/scorer.ts";

/** A scorer as users write them: asynchronous, without evidence. */
const byLength: Scorer = {
  async score({ text }) {
    const one = { score: Math.min(1, text.length / 1000), evidence: [] };
    return Object.fromEntries(DIMENSIONS.map((name) => [name, one])) as unknown as Significance;
  },
};

defineScorerConformance({ test, create: createScorer, repeats: "deterministic" });
defineScorerConformance({
  test: (name, body) => {
    test(`a scorer of one's own: ${name}`, body);
  },
  create: () => byLength,
  repeats: "varies",
});

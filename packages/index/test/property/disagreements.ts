/** What hits say otherwise than the naive oracle. */
import { createAnalyzer } from "../../src/analysis/terms.ts";
import type { IndexHit } from "../../src/document.ts";
import { naiveOrder, naiveScores, type NaiveQuestion, type NaiveWorld } from "./naive-ranking.ts";

const analyzer = createAnalyzer();

/** What is missing, too much, scored otherwise, or in another place. */
export function disagreements(hits: readonly IndexHit[], world: NaiveWorld, question: NaiveQuestion): string[] {
  const scores = naiveScores(world, question, analyzer);
  const order = naiveOrder(world);
  const missing = [...scores.keys()].filter((ref) => !hits.some((hit) => hit.ref === ref));
  const inOrder = hits.toSorted((a, b) => b.score - a.score || order(a.ref, b.ref));
  return [
    ...missing.map((ref) => `${ref} is missing`),
    ...hits.flatMap(({ ref, score }, at) => {
      const expected = scores.get(ref);
      if (expected === undefined) return [`${ref} is too much`];
      if (!(Math.abs(score - expected) < 1e-9)) return [`${ref} scores ${score}, not ${expected}`];
      return inOrder[at]!.ref === ref ? [] : [`${ref} stands where ${inOrder[at]!.ref} belongs`];
    }),
  ];
}

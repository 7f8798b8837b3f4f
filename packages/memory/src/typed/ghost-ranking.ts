/**
 * Ranking ghosts among stored memories. Ghosts are searched in an index of their own, whose words have other weights, so their
 * scores are first put on the scale of the stored hits: a word weighs what it weighs in the best stored hit that has it, a word
 * that no stored hit has weighs as much as the heaviest. Where vectors decide, a ghost takes the score of the stored hit that is
 * just less similar. Without stored hits, scores stay as they are.
 */
import type { IndexHit } from "@vidmem/index";
import type { GhostHit } from "./ghost-index.ts";

/** An answer: a stored memory's version, or a ghost. */
export type RankedHit =
  | (IndexHit & { readonly ghost?: undefined })
  | (Pick<IndexHit, "score" | "why"> & Pick<GhostHit, "ghost">);

/** At most `limit` of both, best first; among equal scores ghosts come first, because they are newer. `stored` must have `why`. */
export function rankTogether(stored: readonly IndexHit[], ghosts: readonly GhostHit[], limit: number): RankedHit[] {
  const scale = stored.length === 0 ? ({ score }: GhostHit) => score : toScale(stored);
  const scaled = ghosts.map((hit) => ({ ghost: hit.ghost, why: hit.why, score: scale(hit) }));
  return [...scaled, ...stored].toSorted((a, b) => b.score - a.score).slice(0, limit);
}

function toScale(stored: readonly IndexHit[]): (hit: GhostHit) => number {
  const weights = new Map<string, number>();
  for (const { why } of stored)
    for (const { term, weight } of why?.terms ?? []) weights.set(term, Math.max(weight, weights.get(term) ?? 0));
  const heaviest = Math.max(0, ...weights.values());
  return ({ score, why }) => {
    if (why.cosine !== undefined) return scoreAt(stored, why.cosine) ?? score;
    if (heaviest === 0) return score;
    return (why.terms ?? []).reduce((sum, { term }) => sum + (weights.get(term) ?? heaviest), 0);
  };
}

/** The score of the stored hit with the largest cosine that is no larger than this one; 0 below all of them. */
function scoreAt(stored: readonly IndexHit[], cosine: number): number | undefined {
  if (stored.every(({ why }) => why?.cosine === undefined)) return undefined;
  const below = stored.filter(({ why }) => (why?.cosine ?? Number.POSITIVE_INFINITY) <= cosine);
  return below.length === 0 ? 0 : Math.max(...below.map(({ score }) => score));
}

/**
 * Clustering: how much the memories of one episode are alike in a facet where each memory has at most one feature. Measured
 * by neighbours, two memories in a row of one episode: how often they agree, against how often they would by chance.
 * Source: intraclass correlation and design effect (L. Kish, "Survey Sampling", 1965, §5.4).
 */
import type { TermTable } from "../statistics/term-table.ts";

/** Plain counts: those of two samples add up. */
export interface Clustering {
  /** Memories that came right after another one of their episode. */
  readonly pairs: number;
  /** Those of them with the same feature. */
  readonly agreements: number;
}

/**
 * How many memories count as one observation: 1 when memories of an episode are independent, up to the size of an episode
 * (doubled, as for sizes that vary like waiting times) when they are all alike.
 */
export function designEffect(table: TermTable, { pairs, agreements }: Clustering): number {
  const { memories } = table;
  if (pairs === 0 || memories === 0) return 1;
  const chance = table.toRows().reduce((sum, [, having]) => sum + (having / memories) ** 2, 0);
  const correlation = chance >= 1 ? 1 : Math.min(1, Math.max(0, (agreements / pairs - chance) / (1 - chance)));
  const meanSize = memories / Math.max(1, memories - pairs);
  return 1 + (2 * meanSize - 1) * correlation;
}

/** Ranking metrics over one question, and their means. All are 0..1; relevance is binary. */

/** The figures of one question. */
export interface Metrics {
  readonly recall1: number;
  readonly recall5: number;
  readonly recall10: number;
  readonly recall20: number;
  readonly ndcg10: number;
  readonly reciprocalRank: number;
  readonly sessionHit1: number;
}

/**
 * @param ranked source ids, best first. @param gold the turns that answer; at least one.
 * @param sessionOf the session of a source id.
 * Source: recall@k = share of gold in the top k; nDCG with gain 1 and discount log2(rank + 1) (Järvelin & Kekäläinen 2002).
 */
export function measure(
  ranked: readonly string[],
  gold: ReadonlySet<string>,
  sessionOf: (id: string) => string,
): Metrics {
  const recall = (k: number): number => ranked.slice(0, k).filter((id) => gold.has(id)).length / gold.size;
  const discounts = Array.from({ length: 10 }, (_, at) => 1 / Math.log2(at + 2));
  const gain = discounts.reduce((sum, discount, at) => sum + (gold.has(ranked[at] ?? "") ? discount : 0), 0);
  const ideal = discounts.slice(0, gold.size).reduce((sum, discount) => sum + discount, 0);
  const first = ranked.findIndex((id) => gold.has(id));
  const goldSessions = new Set([...gold].map(sessionOf));
  const [top] = ranked;
  return {
    recall1: recall(1),
    recall5: recall(5),
    recall10: recall(10),
    recall20: recall(20),
    ndcg10: gain / ideal,
    reciprocalRank: first < 0 ? 0 : 1 / (first + 1),
    sessionHit1: top !== undefined && goldSessions.has(sessionOf(top)) ? 1 : 0,
  };
}

/** The mean of each figure. */
export function mean(all: readonly Metrics[]): Metrics {
  const of = (name: keyof Metrics): number => all.reduce((sum, one) => sum + one[name], 0) / all.length;
  return {
    recall1: of("recall1"),
    recall5: of("recall5"),
    recall10: of("recall10"),
    recall20: of("recall20"),
    ndcg10: of("ndcg10"),
    reciprocalRank: of("reciprocalRank"),
    sessionHit1: of("sessionHit1"),
  };
}

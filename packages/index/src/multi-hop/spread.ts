/**
 * Spread: the hits of a list question over the sessions. Each hit costs the later ones of its session a little, so that among
 * answers of nearly equal worth the one from another conversation comes first. Source: maximal marginal relevance (Carbonell
 * & Goldstein 1998) with "same session" as the similarity; the cost measured on LoCoMo (docs/ranking.md).
 *
 * Invariants: I1 the same hits come out, and scores never grow along the list; I2 fewer hits asked are the first of many:
 * only the first `SPREAD_HITS` are spread, and those below follow in their order, moved down together.
 */

/** What a hit costs the later ones of its session, in units of the context score S and of the fused score. */
export const SPREAD_COST = 0.25;
export const FUSED_SPREAD_COST = 0.025;
/** So many of the best are spread; ask a ranking for at least as many. */
export const SPREAD_HITS = 30;

/** How hits are spread. */
export interface SpreadOptions<Hit> {
  /** `undefined` for a memory that stands alone: it costs nobody anything. */
  readonly sessionOf: (hit: Hit) => number | string | undefined;
  /** What one hit costs each later one of its session. */
  readonly costOfOne: number;
}

/** A hit at its new place. */
export interface Spread<Hit> {
  readonly hit: Hit;
  /** 0 or less: what was added to its score. */
  readonly cost: number;
}

/** @param hits best first. O(n + 30²). */
export function spreadSessions<Hit extends { readonly score: number }>(
  hits: readonly Hit[],
  { sessionOf, costOfOne }: SpreadOptions<Hit>,
): Spread<Hit>[] {
  const waiting = hits.slice(0, SPREAD_HITS).map((hit) => ({ hit, session: sessionOf(hit), cost: 0 }));
  const spread: Spread<Hit>[] = [];
  while (waiting.length > 0) {
    let best = 0;
    for (let at = 1; at < waiting.length; at++) if (worth(waiting[at]!) > worth(waiting[best]!)) best = at;
    const [{ hit, session, cost }] = waiting.splice(best, 1) as [(typeof waiting)[number]];
    spread.push({ hit, cost });
    if (session === undefined) continue;
    for (const later of waiting) if (later.session === session) later.cost -= costOfOne;
  }
  return [...spread, ...movedDown(hits.slice(SPREAD_HITS), spread.at(-1))];
}

function worth({ hit, cost }: Spread<{ readonly score: number }>): number {
  return hit.score + cost;
}

function movedDown<Hit extends { readonly score: number }>(
  rest: readonly Hit[],
  last: Spread<Hit> | undefined,
): Spread<Hit>[] {
  const [first] = rest;
  if (first === undefined || last === undefined) return [];
  const cost = Math.min(0, worth(last) - first.score);
  return rest.map((hit) => ({ hit, cost }));
}

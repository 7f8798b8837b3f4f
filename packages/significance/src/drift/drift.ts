/**
 * Drift: has the recent distribution of memories moved away from the one before? Two questions, answered apart:
 * which features moved, beyond chance, and how much that is.
 *
 * Chance: of a feature's appearances, a share that goes with the sizes of the two samples falls into the recent one. The
 * chance of the share that did is bounded by Chernoff's bound, 2 · exp(−n · KL(share found ‖ share expected)), which holds
 * for any sample size and for sampling without replacement (W. Hoeffding, 1963). Memories of one episode speak of one thing,
 * so n counts episodes, not memories; more than that only where neighbours are measured to be unlike (clustering.ts).
 * The accepted chance is divided among the facets, and within a facet many features are tested at once by their false
 * discovery rate (Y. Benjamini & Y. Hochberg, 1995), which is the chance of a false alarm as long as nothing moved. Features
 * that are too rare to tell whatever happens are not tested.
 * Amount: the Jensen–Shannon divergence in bits (J. Lin, 1991) of the two distributions over a facet's features, of which
 * only the parts of features that moved are counted: so it is 0, not merely small, when nothing moved beyond chance.
 */
import { assertUnit } from "../assertions.ts";
import { toScore } from "../rounding.ts";
import type { TermTable } from "../statistics/term-table.ts";
import { designEffect } from "./clustering.ts";
import { perFacet, type DriftSummary, type FacetSummary } from "./drift-summary.ts";
import { FACETS, SINGLE_FACETS, type Facet } from "./features.ts";

const DEFAULT_CHANCE = 0.01;
const DEFAULT_LEAST_SCORE = 0.005;
/** With fewer memories in either sample there is no verdict. */
const LEAST_MEMORIES = 20;
const LISTED_FEATURES = 12;

export interface DriftOptions {
  /** Chance of a false alarm, 0..1, default 0.01; smaller needs more memories to tell. */
  readonly chance?: number | undefined;
  /** From this score on it is called drift, 0..1, default 0.005; larger lets small shifts pass, however certain. */
  readonly leastScore?: number | undefined;
}

/** A feature that moved. It quotes memories: never write it to a log. */
export interface MovedFeature {
  readonly facet: Facet;
  /** A type, tag, speaker, band of length or of hours, or a term. */
  readonly feature: string;
  /** The share of memories that had it before, and that have it in the recent ones, 0..1. */
  readonly before: number;
  readonly recent: number;
  /** Its part of the facet's score. */
  readonly raised: number;
}

/** How far the recent memories are from those before. */
export interface Drift {
  /** The greatest of `facets`, 0..1. */
  readonly score: number;
  readonly drifted: boolean;
  /** Whether there were memories enough for a verdict (20 in each sample); without, nothing is said to have drifted. */
  readonly enough: boolean;
  readonly facets: Readonly<Record<Facet, number>>;
  /** What moved, the greatest part first; at most 12. */
  readonly evidence: readonly MovedFeature[];
}

/** Pure. O(features). @throws TypeError or RangeError for an option outside 0..1. */
export function driftBetween(before: DriftSummary, recent: DriftSummary, options: DriftOptions = {}): Drift {
  const { chance = DEFAULT_CHANCE, leastScore = DEFAULT_LEAST_SCORE } = options;
  assertUnit("chance", chance);
  assertUnit("leastScore", leastScore);
  const enough = before.memories >= LEAST_MEMORIES && recent.memories >= LEAST_MEMORIES;
  // Strings break ties, so that equal summaries give equal evidence on every machine.
  const moved = (enough ? FACETS : [])
    .flatMap((facet) =>
      movedOf(facet, { old: before.facet(facet), now: recent.facet(facet), chance: chance / FACETS.length }),
    )
    .toSorted((a, b) => b.raised - a.raised || (a.feature < b.feature ? -1 : 1));
  const facets = perFacet((name) =>
    toScore(moved.reduce((sum, { facet, raised }) => (facet === name ? sum + raised : sum), 0)),
  );
  const score = Math.max(...Object.values(facets));
  return {
    score,
    drifted: score > 0 && score >= leastScore,
    enough,
    facets,
    evidence: moved.slice(0, LISTED_FEATURES),
  };
}

/** What the test of one facet is made of. */
interface FacetPair {
  readonly old: FacetSummary;
  readonly now: FacetSummary;
  /** The chance of a false alarm that is accepted in it. */
  readonly chance: number;
}

/** A feature, where its appearances fell, and the logarithm of the chance of that. */
interface Candidate {
  readonly feature: string;
  readonly was: number;
  readonly is: number;
  readonly logChance: number;
}

/** The features of a facet that moved, by the step-up procedure of Benjamini and Hochberg. */
function movedOf(facet: Facet, pair: FacetPair): MovedFeature[] {
  const [old, now] = [pair.old.features, pair.now.features];
  const candidates = candidatesOf(facet, pair).toSorted((a, b) => a.logChance - b.logChance);
  const last = candidates.findLastIndex(
    ({ logChance }, at) => logChance <= Math.log((pair.chance * (at + 1)) / candidates.length),
  );
  const [oldMass, nowMass] = [massOf(old), massOf(now)];
  return candidates.slice(0, last + 1).map(({ feature, was, is }) => ({
    facet,
    feature,
    before: was / old.memories,
    recent: is / now.memories,
    raised: divergencePart(was / oldMass, is / nowMass),
  }));
}

/** The features that could be told from chance if all their appearances fell to one side. */
function candidatesOf(facet: Facet, { old: before, now: recent, chance }: FacetPair): Candidate[] {
  const [old, now] = [before.features, recent.features];
  const expected = now.memories / (old.memories + now.memories);
  const most = Math.max(relativeEntropy(0, expected), relativeEntropy(1, expected));
  const effect = SINGLE_FACETS.has(facet)
    ? Math.max(designEffect(old, before.clustering), designEffect(now, recent.clustering))
    : Number.POSITIVE_INFINITY;
  const candidates: Candidate[] = [];
  for (const feature of new Set([...old.toRows(), ...now.toRows()].map(([feature]) => feature))) {
    const [entry, newer] = [old.get(feature), now.get(feature)];
    const [was, is] = [entry?.memories ?? 0, newer?.memories ?? 0];
    const observations = Math.max((entry?.episodes ?? 0) + (newer?.episodes ?? 0), (was + is) / effect);
    if (Math.LN2 - observations * most > Math.log(chance)) continue;
    const logChance = Math.LN2 - observations * relativeEntropy(is / (was + is), expected);
    candidates.push({ feature, was, is, logChance });
  }
  return candidates;
}

function massOf(table: TermTable): number {
  return table.toRows().reduce((sum, [, memories]) => sum + memories, 0);
}

/** KL(p ‖ q) of two coins, in nats. */
function relativeEntropy(p: number, q: number): number {
  const part = (a: number, b: number): number => (a === 0 ? 0 : a * Math.log(a / b));
  return part(p, q) + part(1 - p, 1 - q);
}

/** A feature's part of the Jensen–Shannon divergence, in bits; never negative. */
function divergencePart(p: number, q: number): number {
  const part = (a: number): number => (a === 0 ? 0 : (a * Math.log2((2 * a) / (p + q))) / 2);
  return Math.max(0, part(p) + part(q));
}

/**
 * The six dimensions of significance, and the port behind which another scorer (a model, a service) can take their place.
 * The built-in scorer is pure, offline and deterministic. Source of the dimensions: the seed ("Stage 2"); of their formulas:
 * ours, one file each in dimensions/, judged by benchmarks/results/significance.md.
 */
import { assertFinite, assertUnit } from "./assertions.ts";
import type { ScorableMemory, ScoringContext } from "./context.ts";
import { breakthroughFactor } from "./dimensions/breakthrough-factor.ts";
import type { DimensionScore } from "./dimensions/dimension.ts";
import { emotionalResonance } from "./dimensions/emotional-resonance.ts";
import { knowledgeValue } from "./dimensions/knowledge-value.ts";
import { patternStrength } from "./dimensions/pattern-strength.ts";
import { placeTerms } from "./dimensions/placed-term.ts";
import { relationshipDepth } from "./dimensions/relationship-depth.ts";
import { temporalRelevance } from "./dimensions/temporal-relevance.ts";
import { readingOf } from "./reading/reading.ts";
import { toScore } from "./rounding.ts";

/** The six, in the seed's order. Never rename one: the names are stored. */
export const DIMENSIONS = [
  "emotionalResonance",
  "knowledgeValue",
  "relationshipDepth",
  "breakthroughFactor",
  "temporalRelevance",
  "patternStrength",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The six scores with their evidence. */
export type Significance = Readonly<Record<Dimension, DimensionScore>>;

/**
 * The port: whatever gives the six scores to a memory. It may be asynchronous. Its evidence may be empty.
 * It must not change its arguments; the same memory in the same context should get the same scores.
 */
export interface Scorer {
  score(memory: ScorableMemory, context: ScoringContext): Significance | Promise<Significance>;
}

/** The scorer of this room: it answers at once. */
export interface BuiltInScorer extends Scorer {
  score(memory: ScorableMemory, context: ScoringContext): Significance;
}

/**
 * What the overall significance takes of each dimension; they add up to 1. Rounded from a fit to which turns of the LoCoMo dev
 * conversations questions ask about (benchmarks/results/significance.md); the two that the fit would give nothing keep 0.05,
 * because feelings and threads matter for more than for being asked about.
 */
export const DIMENSION_WEIGHTS: Readonly<Record<Dimension, number>> = {
  emotionalResonance: 0.05,
  knowledgeValue: 0.3,
  relationshipDepth: 0.15,
  breakthroughFactor: 0.25,
  temporalRelevance: 0.2,
  patternStrength: 0.05,
};

/** The scorer that needs nothing but the text and the store's statistics. */
export function createScorer(): BuiltInScorer {
  return {
    score(memory, context) {
      const { timestamp } = memory;
      assertFinite("timestamp", timestamp);
      assertFinite("now", context.now);
      const reading = readingOf(memory);
      const terms = placeTerms(reading, context);
      return {
        emotionalResonance: emotionalResonance(reading, context),
        knowledgeValue: knowledgeValue(reading, context, terms),
        relationshipDepth: relationshipDepth(reading, context, terms),
        breakthroughFactor: breakthroughFactor(reading, context, terms),
        temporalRelevance: temporalRelevance(reading, timestamp, context),
        patternStrength: patternStrength(reading, context, terms),
      };
    },
  };
}

/** One number of the six: their weighted mean, 0..1. */
export function overallSignificance(significance: Significance): number {
  return toScore(DIMENSIONS.reduce((sum, name) => sum + DIMENSION_WEIGHTS[name] * significance[name].score, 0));
}

/** Checks what a scorer of somebody else's gave. @throws TypeError or RangeError that names the dimension. */
export function assertSignificance(value: unknown): asserts value is Significance {
  if (typeof value !== "object" || value === null) throw new TypeError("significance must be an object");
  const scores = value as Record<string, { score?: unknown; evidence?: unknown } | null | undefined>;
  for (const name of DIMENSIONS) {
    const dimension = scores[name];
    if (typeof dimension !== "object" || dimension === null) throw new TypeError(`${name} must have a score`);
    assertUnit(name, dimension.score);
    if (!Array.isArray(dimension.evidence)) throw new TypeError(`${name} must have a list of evidence`);
  }
}

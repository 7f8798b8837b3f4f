/**
 * Base importance: how much a memory matters at the moment of saving, from five factors and where it came from.
 * Source: the seed's MemoryScorer (weights, multipliers, defaults and the square of the confidence are its numbers).
 */
import { assertUnit } from "./assertions.ts";
import { toScore } from "./rounding.ts";

/** Where a memory came from; each has a multiplier. */
export type ImportanceSource = "manual" | "conversation" | "analysis" | "automated" | "background";

/** What weighs how much; the weights add up to 1. */
export const IMPORTANCE_WEIGHTS = {
  significance: 0.3,
  relevance: 0.2,
  emotionalImpact: 0.15,
  technicalValue: 0.2,
  userRating: 0.15,
} as const;

/** What a source multiplies by: what a person says by hand counts twice. */
export const SOURCE_MULTIPLIERS: Readonly<Record<ImportanceSource, number>> = {
  manual: 2,
  conversation: 1.2,
  analysis: 1,
  automated: 0.8,
  background: 0.4,
};

const UNKNOWN_SOURCE_MULTIPLIER = 1;
const DEFAULT_FACTOR = 0.5;

/** The five factors, 0..1 each (default 0.5), how sure one is of them (0..1, default 1), and the source (default "automated"). */
export interface ImportanceFactors {
  readonly significance?: number | undefined;
  readonly relevance?: number | undefined;
  readonly emotionalImpact?: number | undefined;
  readonly technicalValue?: number | undefined;
  readonly userRating?: number | undefined;
  readonly confidence?: number | undefined;
  /** One of `ImportanceSource`; any other word multiplies by 1. */
  readonly source?: string | undefined;
}

/**
 * clamp01( Σ factor · weight · confidence² · sourceMultiplier ), 0..1.
 * @throws TypeError or RangeError for a factor or a confidence outside 0..1.
 */
export function baseImportance(factors: ImportanceFactors = {}): number {
  const { confidence = 1, source = "automated" } = factors;
  assertUnit("confidence", confidence);
  let sum = 0;
  for (const [name, weight] of Object.entries(IMPORTANCE_WEIGHTS)) {
    const factor = factors[name as keyof typeof IMPORTANCE_WEIGHTS] ?? DEFAULT_FACTOR;
    assertUnit(name, factor);
    sum += factor * weight;
  }
  return toScore(sum * confidence ** 2 * sourceMultiplier(source));
}

/** The multiplier of a source; 1 for a word that is none. */
export function sourceMultiplier(source: string): number {
  return Object.hasOwn(SOURCE_MULTIPLIERS, source)
    ? SOURCE_MULTIPLIERS[source as ImportanceSource]
    : UNKNOWN_SOURCE_MULTIPLIER;
}

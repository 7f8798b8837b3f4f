/** Spark intensity: how much of a breakthrough a memory is. Source: the seed's MemoryScorer (its terms and numbers). */
import { assertUnit } from "./assertions.ts";
import { toScore } from "./rounding.ts";

const BREAKTHROUGH_TAG = "breakthrough";
const COLLABORATIVE_TAG = "collaborative";
const CO_CREATION = /\bco-creation\b/i;
/** Tags that let the emotional impact count. */
const JOYFUL_TAGS: ReadonlySet<string> = new Set(["joy", "excitement", "wonder", "love"]);

const BREAKTHROUGH_SHARE = 0.3;
const JOYFUL_SHARE = 0.2;
const COLLABORATIVE_SHARE = 0.25;
const SURE_SHARE = 0.25;
/** "Significant and sure": significance at least this, confidence above that. */
const SURE_SIGNIFICANCE = 0.8;
const SURE_CONFIDENCE = 0.8;

/** What the spark is judged by. Factors are 0..1, with the defaults of base importance (0.5, confidence 1). */
export interface SparkFacts {
  readonly text?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly emotionalImpact?: number | undefined;
  readonly significance?: number | undefined;
  readonly confidence?: number | undefined;
}

/**
 * +0.30 tag "breakthrough"; +0.20 · emotional impact with a tag of joy, excitement, wonder or love; +0.25 tag
 * "collaborative" or the text says "co-creation"; +0.25 when significance ≥ 0.8 and confidence > 0.8. At most 1.
 * @throws TypeError or RangeError for a factor outside 0..1.
 */
export function sparkIntensity(facts: SparkFacts): number {
  const { text = "", tags = [], emotionalImpact = 0.5, significance = 0.5, confidence = 1 } = facts;
  assertUnit("emotionalImpact", emotionalImpact);
  assertUnit("significance", significance);
  assertUnit("confidence", confidence);
  let spark = 0;
  if (tags.includes(BREAKTHROUGH_TAG)) spark += BREAKTHROUGH_SHARE;
  if (tags.some((tag) => JOYFUL_TAGS.has(tag))) spark += JOYFUL_SHARE * emotionalImpact;
  if (tags.includes(COLLABORATIVE_TAG) || CO_CREATION.test(text)) spark += COLLABORATIVE_SHARE;
  if (significance >= SURE_SIGNIFICANCE && confidence > SURE_CONFIDENCE) spark += SURE_SHARE;
  return toScore(spark);
}

/**
 * The six scores of a memory as they are kept: one byte each, in the order below; 0 means "not scored", 1 to 255 are 0 to 1
 * in steps of 1/254. Persisted: never renumber.
 */
import type { Dimension, Significance } from "@vidmem/significance";

/** The six scores, 0..1, in steps of 1/254. */
export type SignificanceScores = Readonly<Record<Dimension, number>>;

/** The place of each byte. */
const STORED: readonly Dimension[] = [
  "emotionalResonance",
  "knowledgeValue",
  "relationshipDepth",
  "breakthroughFactor",
  "temporalRelevance",
  "patternStrength",
];

export const SCORE_BYTES: number = STORED.length;
const STEPS = 254;

/** The bytes of what a scorer gave. */
export function toScoreBytes(significance: Significance): Uint8Array {
  return Uint8Array.from(STORED, (name) => 1 + Math.round(significance[name].score * STEPS));
}

/** The scores in the bytes at a place; `undefined` when the memory was not scored. */
export function readScores(bytes: Uint8Array, at: number): SignificanceScores | undefined {
  if (bytes[at] === 0) return undefined;
  const score = (place: number): number => (bytes[at + place]! - 1) / STEPS;
  return {
    emotionalResonance: score(0),
    knowledgeValue: score(1),
    relationshipDepth: score(2),
    breakthroughFactor: score(3),
    temporalRelevance: score(4),
    patternStrength: score(5),
  };
}

/** Rounding of scores: a sum that is 0.8 on paper must reach a threshold of 0.8, whatever binary fractions make of it. */

const STEPS = 1e12;

/** To twelve decimals, and into 0..1. */
export function toScore(sum: number): number {
  return Math.min(1, Math.max(0, Math.round(sum * STEPS) / STEPS));
}

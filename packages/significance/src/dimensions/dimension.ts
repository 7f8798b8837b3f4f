/**
 * A dimension's score with its evidence. A dimension adds up signs found in the text; the sum becomes a score by
 * saturation, score = 1 − 2^(−sum / half), and each sign's part of the score is its part of the sum.
 *
 * Invariant: what the evidence raised adds up to the score.
 */
import { toScore } from "../rounding.ts";

/** Signs that are listed one by one; the rest is one entry, so that a long text has short evidence. */
const LISTED_SIGNS = 6;

/** Why a score is what it is. It quotes the memory: never write it to a log. */
export interface Evidence {
  /** What kind of sign it is, in words, e.g. "rare word". */
  readonly sign: string;
  /** The words that it was found in; absent for the entry that sums up the rest. */
  readonly words?: string | undefined;
  /** Its part of the score, 0..1. */
  readonly raised: number;
}

/** One of the six: 0..1, and why, the strongest sign first. */
export interface DimensionScore {
  readonly score: number;
  readonly evidence: readonly Evidence[];
}

/** Collects the signs of one dimension. */
export interface Tally {
  /** @param weight > 0; anything else is no sign. */
  add(sign: string, words: string, weight: number): void;
  /** @param half the sum that gives a score of 0.5. @param factor 0..1, what the saturated sum is multiplied by. */
  toScore(half: number, factor?: number): DimensionScore;
}

interface Sign {
  readonly sign: string;
  readonly words: string;
  readonly weight: number;
}

export function createTally(): Tally {
  /** The strongest signs, strongest first; among equals the earlier one. */
  const strongest: Sign[] = [];
  let sum = 0;
  let count = 0;
  return {
    add(sign, words, weight) {
      if (!(weight > 0)) return;
      sum += weight;
      count++;
      let place = strongest.length;
      if (place === LISTED_SIGNS && weight <= strongest[--place]!.weight) return;
      for (; place > 0 && strongest[place - 1]!.weight < weight; place--) strongest[place] = strongest[place - 1]!;
      strongest[place] = { sign, words, weight };
    },
    toScore(half, factor = 1) {
      if (sum === 0) return { score: 0, evidence: [] };
      const score = toScore((1 - 2 ** (-sum / half)) * factor);
      const evidence: Evidence[] = [];
      let rest = sum;
      for (const { sign, words, weight } of strongest) {
        evidence.push({ sign, words, raised: (score * weight) / sum });
        rest -= weight;
      }
      if (count > strongest.length) {
        evidence.push({ sign: `${count - strongest.length} more`, raised: (score * Math.max(0, rest)) / sum });
      }
      return { score, evidence };
    },
  };
}

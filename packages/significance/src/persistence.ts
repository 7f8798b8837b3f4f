/** Persistence: whether a memory is kept for good. Source: the seed's MemoryScorer (its weights and its threshold). */
import { assertUnit } from "./assertions.ts";
import { toScore } from "./rounding.ts";

const IMPORTANCE_WEIGHT = 0.4;
const TEMPORAL_WEIGHT = 0.3;
const SPARK_WEIGHT = 0.3;
/** From this persistence on a memory persists, unless the caller says otherwise. */
export const PERSISTENCE_THRESHOLD = 0.7;

/** Three scores, 0..1 each. */
export interface PersistenceFacts {
  /** Base importance. */
  readonly importance: number;
  /** Temporal score, consolidated by accesses. */
  readonly temporal: number;
  /** Spark intensity. */
  readonly spark: number;
}

/** 0.4 · importance + 0.3 · temporal + 0.3 · spark, 0..1. @throws TypeError or RangeError for a score outside 0..1. */
export function persistenceOf({ importance, temporal, spark }: PersistenceFacts): number {
  assertUnit("importance", importance);
  assertUnit("temporal", temporal);
  assertUnit("spark", spark);
  return toScore(IMPORTANCE_WEIGHT * importance + TEMPORAL_WEIGHT * temporal + SPARK_WEIGHT * spark);
}

/**
 * Whether the persistence reaches the threshold.
 * @param threshold 0..1, default 0.7; larger keeps fewer. @throws TypeError or RangeError outside 0..1.
 */
export function shouldPersist(persistence: number, threshold: number = PERSISTENCE_THRESHOLD): boolean {
  assertUnit("persistence", persistence);
  assertUnit("threshold", threshold);
  return persistence >= threshold;
}

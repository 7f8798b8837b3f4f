/** Front door of `@vidmem/significance`: how much does it matter now? */
export { baseImportance, IMPORTANCE_WEIGHTS, SOURCE_MULTIPLIERS, sourceMultiplier } from "./importance.ts";
export type { ImportanceFactors, ImportanceSource } from "./importance.ts";
export { PERSISTENCE_THRESHOLD, persistenceOf, shouldPersist } from "./persistence.ts";
export type { PersistenceFacts } from "./persistence.ts";
export { createPersistenceQueue } from "./queue/persistence-queue.ts";
export type { PersistenceQueue, QueuedMemory } from "./queue/persistence-queue.ts";
export { consolidationOf } from "./retention/consolidation.ts";
export type { Consolidation, ConsolidationFacts } from "./retention/consolidation.ts";
export { decayImportance } from "./retention/decay.ts";
export type { Decay, DecayFacts } from "./retention/decay.ts";
export { sparkIntensity } from "./spark.ts";
export type { SparkFacts } from "./spark.ts";
export { consolidatedScore, temporalScore } from "./temporal.ts";
export { halfLifeDays, tierOf } from "./tier.ts";
export type { Tier } from "./tier.ts";

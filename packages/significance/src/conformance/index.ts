/** Conformance door of `@vidmem/significance`: what every `Scorer` must do. Import it from tests only. */
export { defineScorerConformance } from "./scorer.ts";
export type { ScorerConformance } from "./scorer.ts";

/** Conformance door of `@vidmem/index`: what every implementation of this room's ports must do. Import it from tests only. */
export { defineVectorIndexConformance } from "./vector-index.ts";
export type { VectorIndexConformance } from "./vector-index.ts";

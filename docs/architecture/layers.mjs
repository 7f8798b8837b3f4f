/**
 * The law of downward dependence, as data: which rooms a room may import.
 * One table: dependency-cruiser reads it in `pnpm check`, and a canary test plants an upward import to prove that it bites.
 */
export const LAYERS = {
  frames: [],
  index: ["frames"],
  significance: [],
  memory: ["frames", "index", "significance"],
};

/** Rooms of applications: they may import every package, no package may import them. */
export const APPS = ["cli"];

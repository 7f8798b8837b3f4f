/** Every implementation of `VectorIndex` in this room passes the port's suite. */
import { describe, test } from "vitest";
import { defineVectorIndexConformance } from "../../src/conformance/index.ts";
import { createExactVectorIndex } from "../../src/vectors/exact-vector-index.ts";

describe("exact, in memory", () => {
  defineVectorIndexConformance({ test, open: async () => createExactVectorIndex(), tolerance: 1e-6 });
});

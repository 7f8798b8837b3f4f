/** Every implementation of `VectorIndex` in this room passes the port's suite. */
import { memoryDisk } from "@vidmem/frames";
import { describe, test } from "vitest";
import { defineVectorIndexConformance } from "../../src/conformance/index.ts";
import { createExactVectorIndex } from "../../src/vectors/exact-vector-index.ts";
import { createPlainKernels } from "../../src/vectors/kernels/plain-kernels.ts";
import { openStoredVectorIndex } from "../../src/vectors/stored-vector-index.ts";

const FLOAT_TOLERANCE = 1e-6;
const INT8_TOLERANCE = 0.01;

describe("exact, in memory", () => {
  defineVectorIndexConformance({ test, open: async () => createExactVectorIndex(), tolerance: FLOAT_TOLERANCE });
});

describe("stored", () => {
  const open = () => openStoredVectorIndex({ dir: "/store/index/vectors", disk: memoryDisk(), model: "test" });
  defineVectorIndexConformance({ test, open, tolerance: INT8_TOLERANCE });
});

describe("stored, in many small segments, without WebAssembly", () => {
  const small = { flushRows: 16, segmentRows: 128, kernels: createPlainKernels() };
  const open = () => openStoredVectorIndex({ dir: "/vectors", disk: memoryDisk(), model: "test", ...small });
  defineVectorIndexConformance({ test, open, tolerance: INT8_TOLERANCE });
});

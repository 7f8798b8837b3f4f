/** The one check of lengths: every vector of an index has as many dimensions as the first. */
import { IndexError } from "../errors.ts";

/** @throws IndexError INDEX_DIMENSION_MISMATCH when an index of `expected` dimensions meets a vector of another length. */
export function assertDimensions(expected: number | undefined, vector: Float32Array): void {
  if (expected === undefined || vector.length === expected) return;
  throw new IndexError(
    "INDEX_DIMENSION_MISMATCH",
    `This index holds vectors of ${expected} dimensions, but one of ${vector.length} came. Use one embedder per store, or reindex with the new one.`,
    { details: { expected, found: vector.length } },
  );
}

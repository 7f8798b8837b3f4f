/** Vectors as the exact index keeps them in memory. Invariant: of length one, so that a dot product is a cosine. */
import { toUnit } from "./unit.ts";

const DENSE_SHARE = 1 / 3;
const MAX_SPARSE_DIMENSIONS = 65_536;

/** A vector, dense, or as places and values when two thirds of it are zero (trigram vectors are). */
export interface StoredVector {
  /** Ascending places of the values; absent when dense. */
  readonly places?: Uint16Array | undefined;
  readonly values: Float32Array;
}

/** Copies and normalises, as `toUnit` does. */
export function toStoredVector(vector: Float32Array): StoredVector {
  const unit = toUnit(vector);
  const filled = unit.reduce((count, value) => (value === 0 ? count : count + 1), 0);
  if (filled > unit.length * DENSE_SHARE || unit.length > MAX_SPARSE_DIMENSIONS) return { values: unit };
  const places = new Uint16Array(filled);
  const values = new Float32Array(filled);
  let at = 0;
  unit.forEach((value, place) => {
    if (value === 0) return;
    places[at] = place;
    values[at++] = value;
  });
  return { places, values };
}

/** The dot product with a dense unit vector. */
export function dotWith(stored: StoredVector, query: Float32Array): number {
  const { places, values } = stored;
  let sum = 0;
  if (places === undefined) for (let at = 0; at < values.length; at++) sum += values[at]! * query[at]!;
  else for (let at = 0; at < values.length; at++) sum += values[at]! * query[places[at]!]!;
  return sum;
}

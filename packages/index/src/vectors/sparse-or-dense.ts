/**
 * A stored vector: dense, or as places and values when two thirds of it are zero (trigram vectors are). Unit length, so
 * that a dot product is a cosine.
 */
export interface StoredVector {
  /** Ascending places of the values; absent when dense. */
  readonly places?: Uint16Array | undefined;
  readonly values: Float32Array;
}

const DENSE_SHARE = 1 / 3;
const MAX_SPARSE_DIMENSIONS = 65_536;

/** Copies and normalises. A zero vector stays zero; one with NaN or infinite values becomes zero: it is like nothing. */
export function toStoredVector(vector: Float32Array): StoredVector {
  let squares = 0;
  let filled = 0;
  for (const value of vector) {
    squares += value * value;
    if (value !== 0) filled++;
  }
  if (!Number.isFinite(squares)) return toStoredVector(new Float32Array(vector.length));
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  if (filled > vector.length * DENSE_SHARE || vector.length > MAX_SPARSE_DIMENSIONS) {
    return { values: vector.map((value) => value * scale) };
  }
  const places = new Uint16Array(filled);
  const values = new Float32Array(filled);
  let at = 0;
  vector.forEach((value, place) => {
    if (value === 0) return;
    places[at] = place;
    values[at++] = value * scale;
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

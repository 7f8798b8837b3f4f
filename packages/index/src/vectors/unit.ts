/** Unit vectors: a dot product of two is their cosine. */

/** A copy of length one. A zero vector stays zero; one with NaN or infinite values becomes zero: it is like nothing. */
export function toUnit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0 || !Number.isFinite(squares)) return new Float32Array(vector.length);
  const scale = 1 / Math.sqrt(squares);
  return vector.map((value) => value * scale);
}

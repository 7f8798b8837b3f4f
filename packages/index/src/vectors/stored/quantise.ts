/**
 * Quantising: a unit vector as int8 codes with one scale, and as a sketch of one bit per value.
 * Source: seed lukhas-memory-optimization.md (scale = max|x| / 127); docs/format/vectors.md.
 */
import { MAX_CODE } from "./format.ts";

/** Codes of -127..127; a code times the scale is the value, to within half a scale. */
export interface Quantised {
  readonly codes: Int8Array;
  readonly scale: number;
}

/** @param unit finite values. A zero vector gives zeros with scale 0. */
export function quantise(unit: Float32Array): Quantised {
  let greatest = 0;
  for (const value of unit) greatest = Math.max(greatest, Math.abs(value));
  const codes = new Int8Array(unit.length);
  if (greatest === 0) return { codes, scale: 0 };
  const perValue = MAX_CODE / greatest;
  for (let place = 0; place < unit.length; place++) codes[place] = Math.round(unit[place]! * perValue);
  return { codes, scale: Math.fround(greatest / MAX_CODE) };
}

/** Writes the sketch: bit (place mod 8) of byte (place div 8) is set when the value is above zero. `into` must be zeros. */
export function writeSketch(vector: Float32Array, into: Uint8Array): void {
  for (let place = 0; place < vector.length; place++) if (vector[place]! > 0) into[place >> 3]! |= 1 << (place & 7);
}

/** Tells whether a place is set in a sketch. */
export function isInSketch(sketch: Uint8Array, place: number): boolean {
  return (sketch[place >> 3]! & (1 << (place & 7))) !== 0;
}

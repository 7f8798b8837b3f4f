/** Vectors that look random and are the same in every run. Source: mulberry32 (public domain), 32 bits of state. */

/** @returns values evenly spread over -1..1. */
export function pseudoRandomVector(seed: number, dimensions: number): Float32Array {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return Float32Array.from({ length: dimensions }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

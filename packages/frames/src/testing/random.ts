/**
 * Seeded randomness for tests: the same seed gives the same numbers on every machine.
 * Source: mulberry32 (Tommy Ettinger), after one MurmurHash3 finalizer so that neighbouring seeds have nothing in common.
 */

/** A stream of random numbers. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number;
  /** Integer from 0 to `below - 1`. */
  below(below: number): number;
  /** True with a probability. */
  chance(probability01: number): boolean;
  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T;
  bytes(length: number): Uint8Array;
}

/** Creates the stream of a seed. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = mix(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (probability01) => next() < probability01,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError("pick needs at least one item");
      return items[below(items.length)] as T;
    },
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  };
}

function mix(seed: number): number {
  let value = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/**
 * Session numbers: one number per session of a namespace, whichever sections hold its turns. An open-addressing table over the
 * 64-bit keys: half a million sessions must not cost a map of strings.
 */
import { NONE } from "../segment/section-documents.ts";

export interface SessionNumbers {
  readonly count: number;
  /** The number of a key, a new one at its first use. Keys are given as their low and high halves. */
  readonly numberOf: (low: number, high: number) => number;
  /** The number of a key that is known, or NONE. */
  readonly find: (low: number, high: number) => number;
}

const FIRST_SLOTS = 256;

/** @param sessions how many are expected. */
export function createSessionNumbers(sessions = 0): SessionNumbers {
  let lows = new Uint32Array(Math.max(64, sessions));
  let highs = new Uint32Array(lows.length);
  let slots = new Int32Array(slotsFor(sessions)).fill(NONE);
  let count = 0;

  function slotOf(low: number, high: number): number {
    const mask = slots.length - 1;
    // Keys are bits of SHA-256: any of them are as good as a hash.
    for (let slot = (low ^ high) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot]!;
      if (number === NONE || (lows[number] === low && highs[number] === high)) return slot;
    }
  }

  function grow(): void {
    slots = new Int32Array(slots.length * 2).fill(NONE);
    for (let number = 0; number < count; number++) slots[slotOf(lows[number]!, highs[number]!)] = number;
  }

  return {
    get count() {
      return count;
    },
    numberOf(low, high) {
      const slot = slotOf(low, high);
      if (slots[slot] !== NONE) return slots[slot]!;
      if (count === lows.length) [lows, highs] = [enlarge(lows), enlarge(highs)];
      lows[count] = low;
      highs[count] = high;
      slots[slot] = count++;
      if (count * 2 > slots.length) grow();
      return count - 1;
    },
    find: (low, high) => slots[slotOf(low, high)]!,
  };
}

function slotsFor(sessions: number): number {
  let slots = FIRST_SLOTS;
  while (slots < sessions * 2 + 2) slots *= 2;
  return slots;
}

function enlarge(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(values.length * 2);
  larger.set(values);
  return larger;
}

/**
 * Session numbers: one number per session of a namespace, whichever sections hold its turns. An open-addressing table over the
 * 64-bit keys: half a million sessions must not cost a map of strings. The keys of a section are numbered in one loop: a process that
 * asks its first question waits for it, and runs it before anything is compiled.
 */
import { NONE } from "../segment/section-documents.ts";

/** The sessions of one section. */
export interface NumberedSessions {
  /** Their numbers, in the order of their keys. */
  readonly sessionOf: Int32Array;
  /** Numbers that were known before: of sessions that other sections hold, too. */
  readonly shared: readonly number[];
}

export interface SessionNumbers {
  readonly count: number;
  /** Numbers the sessions of a section; a key has a new number at its first use. @param keys each of them once. */
  readonly numberAll: (keys: BigUint64Array) => NumberedSessions;
  /** The number of a key that is known, or NONE. Keys are given as their low and high halves. */
  readonly find: (low: number, high: number) => number;
}

const LEAST_SLOTS = 256;

/** @param sessions how many are expected. */
export function createSessionNumbers(sessions = 0): SessionNumbers {
  /** Two halves a session, the low one first. */
  let known = new Uint32Array(0);
  let slots = new Int32Array(0);
  let count = 0;
  reserve(sessions);

  function slotOf(low: number, high: number): number {
    const mask = slots.length - 1;
    // Keys are bits of SHA-256: any of them are as good as a hash.
    for (let slot = (low ^ high) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot]!;
      if (number === NONE || (known[2 * number] === low && known[2 * number + 1] === high)) return slot;
    }
  }

  /** Makes room for so many sessions in all; slots are at most half full. */
  function reserve(most: number): void {
    let wanted = Math.max(LEAST_SLOTS, slots.length);
    while (wanted < 2 * most + 2) wanted *= 2;
    if (wanted === slots.length) return;
    slots = new Int32Array(wanted).fill(NONE);
    known = enlarge(known, wanted);
    for (let number = 0; number < count; number++) slots[slotOf(known[2 * number]!, known[2 * number + 1]!)] = number;
  }

  return {
    get count() {
      return count;
    },
    numberAll(keys) {
      reserve(count + keys.length);
      const halves = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * 2);
      const sessionOf = new Int32Array(keys.length);
      const shared: number[] = [];
      for (let at = 0; at < keys.length; at++) {
        const low = halves[2 * at]!;
        const high = halves[2 * at + 1]!;
        const slot = slotOf(low, high);
        let number = slots[slot]!;
        if (number === NONE) {
          slots[slot] = number = count++;
          known[2 * number] = low;
          known[2 * number + 1] = high;
        } else shared.push(number);
        sessionOf[at] = number;
      }
      return { sessionOf, shared };
    },
    find: (low, high) => slots[slotOf(low, high)]!,
  };
}

/** New numbers go into a small table of their own, so that the one below can be shared by views. */
export function layeredNumbers(below: SessionNumbers): SessionNumbers {
  const own = createSessionNumbers();
  const { count } = below;
  return {
    get count() {
      return count + own.count;
    },
    numberAll(keys) {
      const halves = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * 2);
      const sessionOf = Int32Array.from(keys, (_, at) => below.find(halves[2 * at]!, halves[2 * at + 1]!));
      const shared = [...sessionOf].filter((number) => number !== NONE);
      const added = own.numberAll(keys.filter((_, at) => sessionOf[at] === NONE));
      let next = 0;
      for (const [at, number] of sessionOf.entries()) {
        if (number === NONE) sessionOf[at] = count + added.sessionOf[next++]!;
      }
      return { sessionOf, shared: [...shared, ...added.shared.map((number) => count + number)] };
    },
    find(low, high) {
      const known = below.find(low, high);
      if (known !== NONE) return known;
      const added = own.find(low, high);
      return added === NONE ? NONE : added + count;
    },
  };
}

function enlarge(values: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(values);
  return larger;
}

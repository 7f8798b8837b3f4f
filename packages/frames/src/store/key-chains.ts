/**
 * Key chains: from a 64-bit key to the rows that have it, newest first, in typed arrays.
 * Invariants: rows are added in ascending order; the load stays at or below two thirds. Keys are spread by a seed, so that chosen
 * keys cannot make lookups slow. Cost: 8 bytes a row and 6 to 12 for its slots, and 4 a row once a key comes again.
 */

/** A 64-bit key as two halves, of which the lowest 32 bits count: signed ones are small integers to V8, others may cost an object. */
export type KeyWords = readonly [high: number, low: number];

/** By what a frame may be looked up. */
export type KeyKind = "id" | "fingerprint";

export interface KeyChains {
  /** Gives row `row` a key; each row has at most one. */
  add(row: number, high: number, low: number): void;
  /** The newest row with the key, or -1. */
  newest(high: number, low: number): number;
  /** Calls `visit` with every key, and with 0, 0 for rows without one. */
  forEachKey(visit: (high: number, low: number) => void): void;
  /** The row with the same key before this one, or -1. */
  older(row: number): number;
}

const NO_ROW = -1;
/** In slots and chains: a row is kept as its number + 1, so that fresh memory is empty as it comes. */
const EMPTY = 0;
/** With fewer, two thirds could be all. */
const LEAST_SLOTS = 4;
const DIGITS_BEGIN = 0x30;
const LETTERS_BEGIN = 0x61;
/** Rows that a table has room for when nobody knows better. */
export const FIRST_ROWS = 64;

/**
 * @param seed any 32-bit number that outsiders cannot guess.
 * @param expectedRows room at first: growing costs as much as adding.
 */
export function createKeyChains(seed: number, expectedRows: number = FIRST_ROWS): KeyChains {
  /** Two words a row. */
  let keys = new Int32Array(2 * expectedRows);
  let slots = new Int32Array(Math.max(LEAST_SLOTS, 2 ** Math.ceil(Math.log2(expectedRows * 1.5))));
  /** Of each row the one before it with the same key; made for the first key that comes again. */
  let chain: Int32Array | undefined;
  let used = 0;
  let rows = 0;

  const slotOf = (high: number, low: number): number => {
    const mask = slots.length - 1;
    let slot = spread(high, low, seed) & mask;
    for (;;) {
      const entry = slots[slot]!;
      if (entry === EMPTY) return slot;
      const at = 2 * (entry - 1);
      if (keys[at + 1] === low && keys[at] === high) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const growRows = (least: number): void => {
    const capacity = Math.max(least, keys.length); // twice as many rows
    keys = enlarge(keys, 2 * capacity);
    if (chain !== undefined) chain = enlarge(chain, capacity);
  };
  const growSlots = (): void => {
    const heads = slots.filter((entry) => entry !== EMPTY);
    slots = new Int32Array(slots.length * 2);
    for (const entry of heads) slots[slotOf(keys[2 * (entry - 1)]!, keys[2 * (entry - 1) + 1]!)] = entry;
  };

  return {
    add(row, high, low) {
      if (2 * row >= keys.length) growRows(row + 1);
      if (used * 3 >= slots.length * 2) growSlots();
      const slot = slotOf(high | 0, low | 0);
      const older = slots[slot]!;
      if (older === EMPTY) used++;
      else (chain ??= new Int32Array(keys.length / 2))[row] = older;
      keys[2 * row] = high;
      keys[2 * row + 1] = low;
      rows = row + 1;
      slots[slot] = row + 1;
    },
    forEachKey(visit) {
      for (let row = 0; row < rows; row++) visit(keys[2 * row]!, keys[2 * row + 1]!);
    },
    newest: (high, low) => slots[slotOf(high | 0, low | 0)]! - 1,
    older: (row) => (chain === undefined ? NO_ROW : chain[row]! - 1),
  };
}

/** The two signed 32-bit halves of 16 lower-case hex digits. */
export function wordsOfHex(hex: string): KeyWords {
  return [wordOfHex(hex, 0), wordOfHex(hex, 8)];
}

/** Digit by digit: `parseInt` of two slices takes five times as long. */
function wordOfHex(hex: string, from: number): number {
  let word = 0;
  for (let at = from; at < from + 8; at++) {
    const code = hex.charCodeAt(at);
    word = (word << 4) | (code < LETTERS_BEGIN ? code - DIGITS_BEGIN : code - LETTERS_BEGIN + 10);
  }
  return word;
}

/** The two signed 32-bit halves of 8 bytes. */
export function wordsOfBytes(bytes: Uint8Array, at = 0): KeyWords {
  return [wordAt(bytes, at), wordAt(bytes, at + 4)];
}

/** Four bytes as a signed number, big-endian. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function enlarge(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}

/** Mixes both halves. Source: the 32-bit finalizer of MurmurHash3, applied after each half. */
function spread(high: number, low: number, seed: number): number {
  return finalize(finalize(high ^ seed) ^ low);
}

function finalize(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Locations: where each frame lies, by seq and by id, in typed arrays.
 * Invariants: seq n is row n - 1; the id table points to the newest row of an id; its load stays at or below one half.
 * Cost: 16 bytes a row and 8 to 16 a slot pair; ids are spread by a seed, so that chosen ids cannot make lookups slow.
 */
import type { FrameId } from "../frame-id.ts";

/** Place of one frame. */
export interface Location {
  readonly seq: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** One row to add. */
export interface LocationRow {
  readonly idHigh: number;
  readonly idLow: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Table of places of all committed frames. */
export interface Locations {
  readonly count: number;
  /** Adds the next seq. */
  push(row: LocationRow): void;
  find(id: FrameId): Location | undefined;
  at(seq: number): Location | undefined;
}

const FIRST_ROWS = 1024;

/** Creates an empty table. `seed` is any 32-bit number that outsiders cannot guess. */
export function createLocations(seed: number): Locations {
  let rows = {
    idHigh: new Uint32Array(0),
    idLow: new Uint32Array(0),
    offset: new Uint32Array(0),
    size: new Uint32Array(0),
  };
  let slots = new Uint32Array(2 * FIRST_ROWS); // a slot holds seq, 0 is empty
  let count = 0;

  const slotOf = (idHigh: number, idLow: number): number => {
    const mask = slots.length - 1;
    let slot = spread(idHigh, idLow, seed) & mask;
    for (;;) {
      const seq = slots[slot] ?? 0;
      if (seq === 0 || (rows.idLow[seq - 1] === idLow && rows.idHigh[seq - 1] === idHigh)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const grow = (): void => {
    const capacity = Math.max(FIRST_ROWS, rows.idLow.length * 2);
    rows = {
      idHigh: enlarge(rows.idHigh, capacity),
      idLow: enlarge(rows.idLow, capacity),
      offset: enlarge(rows.offset, capacity),
      size: enlarge(rows.size, capacity),
    };
    slots = new Uint32Array(capacity * 2);
    for (let seq = 1; seq <= count; seq++) slots[slotOf(rows.idHigh[seq - 1] ?? 0, rows.idLow[seq - 1] ?? 0)] = seq;
  };
  const at = (seq: number): Location | undefined => {
    if (seq < 1 || seq > count) return undefined;
    return { seq, offset: rows.offset[seq - 1] ?? 0, sizeBytes: rows.size[seq - 1] ?? 0 };
  };

  return {
    get count() {
      return count;
    },
    push: ({ idHigh, idLow, offset, sizeBytes }) => {
      if (count === rows.idLow.length) grow();
      rows.idHigh[count] = idHigh;
      rows.idLow[count] = idLow;
      rows.offset[count] = offset;
      rows.size[count] = sizeBytes;
      const slot = slotOf(idHigh, idLow);
      slots[slot] = ++count;
    },
    find: (id) => at(slots[slotOf(...idWords(id))] ?? 0),
    at,
  };
}

/** The two 32-bit halves of an id. */
export function idWords(id: FrameId): [high: number, low: number] {
  return [Number.parseInt(id.slice(0, 8), 16), Number.parseInt(id.slice(8), 16)];
}

function enlarge(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}

/** Mixes both halves. Source: the 32-bit finalizer of MurmurHash3, applied after each half. */
function spread(idHigh: number, idLow: number, seed: number): number {
  return finalize(finalize(idHigh ^ seed) ^ idLow);
}

function finalize(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

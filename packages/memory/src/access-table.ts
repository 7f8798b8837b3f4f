/**
 * The access table: counts and last times by id, in 24 bytes each where a Map of objects takes two hundred, because a store that runs for
 * months comes to know every memory. A hash table with linear probing over typed arrays. Ids that came with an import need not be spread evenly.
 * Invariants: an entry stands at the place of its id or behind it without a gap; a count of 0 is an empty place; at most three of four places are taken.
 */
import type { FrameId } from "@vidmem/frames";

/** How a memory was accessed. */
export interface Access {
  readonly count: number;
  /** ms since 1970. */
  readonly last?: number | undefined;
}

export interface AccessTable {
  readonly size: number;
  /** Bytes of memory that it takes. */
  readonly sizeBytes: number;
  get(id: FrameId): Access | undefined;
  /** Adds to the count of an id, from 1, and sets its last time. */
  add(id: FrameId, access: Access): void;
  delete(id: FrameId): void;
  /** `add` of a row as it is stored. */
  addRow(row: AccessRow): void;
  /** All of them as rows, in no order. The row is good until the next. */
  rows(): Iterable<AccessRow>;
}

/** An entry as it is stored: the halves of its id as numbers, its count, and its last time or NaN. */
interface AccessRow {
  high: number;
  low: number;
  count: number;
  last: number;
}

const LEAST_PLACES = 64;
/** Of a place: two halves of an id, a count, a time. */
const PLACE_BYTES = 24;
const HALF_ID = 8;
const HEX = 16;

interface Places {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly count: Float64Array;
  /** NaN: never told. */
  readonly last: Float64Array;
  /** Number of places − 1: a power of two less one. */
  readonly mask: number;
}

export function createAccessTable(): AccessTable {
  let places = createPlaces(LEAST_PLACES);
  let size = 0;

  /** The place of an id, or the empty one where it would stand. */
  function find(high: number, low: number): number {
    let at = homeOf(high, low) & places.mask;
    while (places.count[at] !== 0 && (places.high[at] !== high || places.low[at] !== low)) at = (at + 1) & places.mask;
    return at;
  }

  function grow(): void {
    const old = places;
    places = createPlaces(2 * (old.mask + 1));
    for (let from = 0; from <= old.mask; from++)
      if (old.count[from] !== 0) copy(old, from, find(old.high[from]!, old.low[from]!));
  }

  function copy(from: Places, at: number, to: number): void {
    places.high[to] = from.high[at]!;
    places.low[to] = from.low[at]!;
    places.count[to] = from.count[at]!;
    places.last[to] = from.last[at]!;
  }

  /** Closes the gap at a place: who stands behind it and could not stand nearer moves up. */
  function empty(gap: number): void {
    const { mask } = places;
    let at = gap;
    for (;;) {
      at = (at + 1) & mask;
      if (places.count[at] === 0) break;
      const home = homeOf(places.high[at]!, places.low[at]!) & mask;
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      copy(places, at, gap);
      gap = at;
    }
    places.count[gap] = 0;
  }

  function addRow({ high, low, count, last }: AccessRow): void {
    let at = find(high, low);
    if (places.count[at] === 0) {
      if (4 * ++size > 3 * (places.mask + 1)) {
        grow();
        at = find(high, low);
      }
      places.high[at] = high;
      places.low[at] = low;
    }
    places.count[at]! += count;
    places.last[at] = last;
  }

  return {
    get size() {
      return size;
    },
    get sizeBytes() {
      return (places.mask + 1) * PLACE_BYTES;
    },
    get(id) {
      const at = find(highOf(id), lowOf(id));
      const [count, last] = [places.count[at]!, places.last[at]!];
      return count === 0 ? undefined : { count, last: Number.isNaN(last) ? undefined : last };
    },
    add: (id, { count, last = Number.NaN }) => addRow({ high: highOf(id), low: lowOf(id), count, last }),
    addRow,
    delete(id) {
      const at = find(highOf(id), lowOf(id));
      if (places.count[at] === 0) return;
      size--;
      empty(at);
    },
    *rows() {
      const row: AccessRow = { high: 0, low: 0, count: 0, last: 0 };
      for (let at = 0; at <= places.mask; at++) {
        if (places.count[at] === 0) continue;
        row.high = places.high[at]!;
        row.low = places.low[at]!;
        row.count = places.count[at]!;
        row.last = places.last[at]!;
        yield row;
      }
    },
  };
}

function createPlaces(count: number): Places {
  return {
    high: new Uint32Array(count),
    low: new Uint32Array(count),
    count: new Float64Array(count),
    last: new Float64Array(count),
    mask: count - 1,
  };
}

/** Spreads ids over the places. Source: the constants of the golden ratio and of MurmurHash3's finalizer. */
function homeOf(high: number, low: number): number {
  const mixed = Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function highOf(id: FrameId): number {
  return Number.parseInt(id.slice(0, HALF_ID), HEX);
}

function lowOf(id: FrameId): number {
  return Number.parseInt(id.slice(HALF_ID), HEX);
}

/**
 * Reads a posting list: forward from entry to entry, with jumps through its skip table. Format:
 * docs/format/index-segment.md §Posting lists. Invariant: damaged bytes throw INDEX_DAMAGED; no read leaves the list.
 */
import { damaged, readUint32At, readVarint, type ByteCursor } from "./byte-reader.ts";
import { LAST_POSTING, PLACE_MASK, SKIP_BYTES, SKIP_ENTRIES, TF_MORE, TF_SHIFT } from "./format.ts";
import type { ListFigures } from "./posting-writer.ts";

/** A list in memory. Places are offsets into `bytes`. */
export interface PostingList extends ListFigures {
  readonly bytes: Uint8Array;
  /** Units lie below this. */
  readonly endUnit: number;
  /** One byte per entry from here, or -1 in a short list. */
  readonly impactsAt: number;
  readonly skipsAt: number;
  readonly payloadAt: number;
}

/** Bytes that a list takes. */
export function listBytes(figures: ListFigures): number {
  const isLong = figures.units > SKIP_ENTRIES;
  return figures.gapBytes + figures.payloadBytes + (isLong ? figures.units + skipCount(figures.units) * SKIP_BYTES : 0);
}

/** @param endUnit the number of units in the section. */
export function toPostingList(figures: ListFigures, bytes: Uint8Array, endUnit: number): PostingList {
  if (bytes.length !== listBytes(figures)) throw damaged("a posting list ends too early");
  const isLong = figures.units > SKIP_ENTRIES;
  const skipsAt = figures.gapBytes + (isLong ? figures.units : 0);
  const payloadAt = skipsAt + (isLong ? skipCount(figures.units) * SKIP_BYTES : 0);
  return { ...figures, bytes, endUnit, impactsAt: isLong ? figures.gapBytes : -1, skipsAt, payloadAt };
}

/** A place in a list: before the entry `entry`, whose postings begin at `payload.at`. */
export interface ListCursor {
  readonly list: PostingList;
  readonly gaps: ByteCursor;
  readonly payload: ByteCursor;
  /** The entry that the cursor stands at; `units` when it is behind the last. */
  entry: number;
  /** The unit of that entry. */
  unit: number;
}

/** Behind every unit. */
export const NO_UNIT: number = 2 ** 30;

/** A cursor at the first entry. */
export function openCursor(list: PostingList): ListCursor {
  const cursor = {
    list,
    gaps: { bytes: list.bytes, at: 0 },
    payload: { bytes: list.bytes, at: list.payloadAt },
    entry: 0,
    unit: NO_UNIT,
  };
  if (list.units > 0) cursor.unit = nextUnit(list, cursor.gaps, -1);
  return cursor;
}

/** Moves back to the first entry. */
export function rewind(cursor: ListCursor): void {
  const { list, gaps, payload } = cursor;
  gaps.at = 0;
  payload.at = list.payloadAt;
  cursor.entry = 0;
  cursor.unit = list.units > 0 ? nextUnit(list, gaps, -1) : NO_UNIT;
}

/** Reads the unit of an entry from the gaps. @throws INDEX_DAMAGED for a unit that the section does not have. */
export function nextUnit({ endUnit }: PostingList, gaps: ByteCursor, before: number): number {
  const unit = before + 1 + readVarint(gaps);
  if (unit >= endUnit) throw damaged("a posting list names a unit that is not there");
  return unit;
}

/** Moves forward to the first entry of `unit` or behind it. @returns whether the unit itself has one. */
export function seekUnit(cursor: ListCursor, unit: number): boolean {
  if (cursor.unit < unit) {
    jump(cursor, unit);
    if (cursor.unit < unit) walk(cursor, unit);
  }
  return cursor.unit === unit;
}

/** `nextEntry` until the cursor is at `wanted` or behind it: most of what a search does, so it is written out. */
function walk(cursor: ListCursor, wanted: number): void {
  const { list, gaps, payload } = cursor;
  const { bytes, units, endUnit } = list;
  let { entry, unit } = cursor;
  let gapAt = gaps.at;
  let payloadAt = payload.at;
  while (unit < wanted) {
    for (;;) {
      const byte = bytes[payloadAt++];
      if (byte === undefined) throw damaged("the postings of a unit have no end");
      if (((byte >> TF_SHIFT) & TF_MORE) === TF_MORE) {
        payload.at = payloadAt;
        readVarint(payload);
        payloadAt = payload.at;
      }
      if ((byte & LAST_POSTING) !== 0) break;
    }
    if (++entry === units) {
      unit = NO_UNIT;
      break;
    }
    const gap = bytes[gapAt]!;
    if (gap < 0x80) {
      gapAt++;
      unit += 1 + gap;
      if (unit >= endUnit) throw damaged("a posting list names a unit that is not there");
    } else {
      gaps.at = gapAt;
      unit = nextUnit(list, gaps, unit);
      gapAt = gaps.at;
    }
  }
  gaps.at = gapAt;
  payload.at = payloadAt;
  cursor.entry = entry;
  cursor.unit = unit;
}

/** Moves to the next entry. */
export function nextEntry(cursor: ListCursor): void {
  skipPostings(cursor.payload);
  cursor.entry++;
  cursor.unit = cursor.entry < cursor.list.units ? nextUnit(cursor.list, cursor.gaps, cursor.unit) : NO_UNIT;
}

/**
 * Reads the postings of the cursor's entry without moving it. @returns how many; `places` and `frequencies` must have room for
 * 32.
 */
export function readPostings(cursor: ListCursor, places: Uint8Array, frequencies: Int32Array): number {
  const { bytes } = cursor.list;
  let { at } = cursor.payload;
  for (let count = 0; count < places.length;) {
    const byte = bytes[at++];
    if (byte === undefined) break;
    const code = (byte >> TF_SHIFT) & TF_MORE;
    places[count] = byte & PLACE_MASK;
    frequencies[count++] = code + 1;
    if (code === TF_MORE) {
      const more = { bytes, at };
      frequencies[count - 1]! += readVarint(more);
      ({ at } = more);
    }
    if ((byte & LAST_POSTING) !== 0) return count;
  }
  throw damaged("the postings of a unit have no end");
}

/** Sets in `masks`, for each unit of the list, the bits of the places that hold the term. */
export function setPlaces(list: PostingList, masks: Uint32Array): void {
  const { bytes, units, payloadAt } = list;
  const gaps = { bytes, at: 0 };
  const payload = { bytes, at: payloadAt };
  let at = payloadAt;
  let unit = -1;
  for (let entry = 0; entry < units; entry++) {
    unit = nextUnit(list, gaps, unit);
    let mask = 0;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw damaged("the postings of a unit have no end");
      mask |= 1 << (byte & PLACE_MASK);
      if (((byte >> TF_SHIFT) & TF_MORE) === TF_MORE) {
        payload.at = at;
        readVarint(payload);
        ({ at } = payload);
      }
      if ((byte & LAST_POSTING) !== 0) break;
    }
    masks[unit] = mask;
  }
}

function skipPostings(payload: ByteCursor): void {
  const { bytes } = payload;
  let { at } = payload;
  for (;;) {
    const byte = bytes[at++];
    if (byte === undefined) throw damaged("the postings of a unit have no end");
    if (((byte >> TF_SHIFT) & TF_MORE) === TF_MORE) {
      payload.at = at;
      readVarint(payload);
      ({ at } = payload);
    }
    if ((byte & LAST_POSTING) !== 0) break;
  }
  payload.at = at;
}

/** Goes to the last block that begins before `unit`, when that is further than the cursor is. */
function jump(cursor: ListCursor, unit: number): void {
  const { list } = cursor;
  if (list.impactsAt < 0) return;
  const here = Math.floor(cursor.entry / SKIP_ENTRIES);
  let block = here;
  let step = 1;
  // Galloping: the place is mostly near. The unit that a skip names stands right before its block.
  let limit = skipCount(list.units);
  while (block + step <= limit && unitBefore(list, block + step) < unit) {
    block += step;
    step *= 2;
  }
  limit = Math.min(limit, block + step - 1);
  while (block < limit) {
    const middle = (block + limit + 1) >> 1;
    if (unitBefore(list, middle) < unit) block = middle;
    else limit = middle - 1;
  }
  if (block === here) return;
  const at = list.skipsAt + (block - 1) * SKIP_BYTES;
  cursor.gaps.at = readUint32At(list.bytes, at + 4);
  cursor.payload.at = list.payloadAt + readUint32At(list.bytes, at + 8);
  cursor.entry = block * SKIP_ENTRIES;
  cursor.unit = nextUnit(list, cursor.gaps, unitBefore(list, block));
}

/** The unit before a block's first entry; blocks count from 0, and the first has no skip. */
function unitBefore(list: PostingList, block: number): number {
  return readUint32At(list.bytes, list.skipsAt + (block - 1) * SKIP_BYTES);
}

function skipCount(units: number): number {
  return Math.max(0, Math.ceil(units / SKIP_ENTRIES) - 1);
}

/**
 * Surface table: a whole number for each surface form, found from the bytes of a text without making a string. A form is a
 * stretch of UTF-8; ASCII capitals in it count as small letters. Open addressing with triangular probing over records of 16
 * bytes, so that a look-up mostly touches one cache line: [its last 4 bytes, the 4 before them or its place in the arena,
 * its length, its value]. Source of the hash: FNV-1a of 32 bits (Fowler, Noll, Vo); folding its high bits down is ours.
 *
 * Invariants: a length of 0 marks a free record; at most three of four records are taken; forms of up to 8 bytes lie in their
 * record whole; no look-up takes more than 64 probes, so forms made to collide cost little: they are not kept.
 */
import { SMALL_LETTERS } from "./byte-words.ts";

/** A name of our own: V8 asks for an imported table again at every byte, and knows where a constant of this module lies. */
const SMALL = SMALL_LETTERS;

/** What `find` answers for a form that it does not know; no value may equal it. */
export const UNKNOWN_FORM: number = -0x8000_0000;
/** Longer forms are never kept. */
export const MAX_FORM_BYTES = 64;

const INTS_PER_RECORD = 4;
const REST = 1;
const LENGTH = 2;
const VALUE = 3;
const PACKED_BYTES = 8;
/** Last bytes that every record holds. */
const IN_RECORD = 4;
const MAX_PROBES = 64;
const FIRST_RECORDS = 1_024;
const FIRST_ARENA_BYTES = 16_384;
const FNV_BASIS = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** Not safe to share between threads. Every verb takes time in the length of the form. */
export interface SurfaceTable {
  /** The value of the form in `bytes` from `from` (inclusive) to `to` (exclusive), or `UNKNOWN_FORM`. */
  readonly find: (bytes: Uint8Array, from: number, to: number) => number;
  /** Keeps a copy of a form that is unknown. @returns whether it did: a form too long, or without a place, is not kept. */
  add(form: Uint8Array, value: number): boolean;
  /** Forgets every form; the memory stays for the next ones. */
  clear(): void;
  /** Bytes that it holds after one more form, at most. While it grows it holds half as much again. */
  readonly nextSizeBytes: number;
  readonly sizeBytes: number;
  readonly size: number;
}

export function createSurfaceTable(): SurfaceTable {
  let records = new Int32Array(FIRST_RECORDS * INTS_PER_RECORD);
  let mask = FIRST_RECORDS - 1;
  let arena = new Uint8Array(FIRST_ARENA_BYTES);
  let arenaBytes = 0;
  let size = 0;
  /** The last and the last but one four bytes of the form that was located last. */
  let low = 0;
  let high = 0;

  /** The record of a form, or the free one where it would be, or -1. Also sets `low` and `high`. */
  function locate(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length > MAX_FORM_BYTES) return -1;
    let hash = FNV_BASIS;
    let last = 0;
    let lastButOne = 0;
    for (let at = from; at < to; at++) {
      const code = SMALL[bytes[at]!]!;
      hash = Math.imul(hash ^ code, FNV_PRIME);
      lastButOne = (lastButOne << 8) | (last >>> 24);
      last = (last << 8) | code;
    }
    low = last;
    high = lastButOne;
    let slot = firstSlot(hash);
    for (let probe = 1; probe <= MAX_PROBES; slot += probe++) {
      const record = (slot & mask) * INTS_PER_RECORD;
      const found = records[record + LENGTH]!;
      if (found === 0) return record;
      if (found !== length || records[record] !== last) continue;
      const rest = records[record + REST]!;
      if (length <= PACKED_BYTES ? rest === lastButOne : isInArena(rest, bytes, from, length)) return record;
    }
    return -1;
  }

  /** Its last bytes are known to agree: they stand in the record. */
  function isInArena(offset: number, bytes: Uint8Array, from: number, length: number): boolean {
    for (let i = 0; i < length - IN_RECORD; i++) {
      if (arena[offset + i] !== SMALL[bytes[from + i]!]) return false;
    }
    return true;
  }

  function copyToArena(form: Uint8Array): number {
    const offset = arenaBytes;
    if (offset + MAX_FORM_BYTES > arena.length) arena = enlarged(arena);
    for (const code of form) arena[arenaBytes++] = SMALL[code]!;
    return offset;
  }

  function grow(): void {
    const old = records;
    records = new Int32Array(old.length * 2);
    mask = records.length / INTS_PER_RECORD - 1;
    for (let record = 0; record < old.length; record += INTS_PER_RECORD) {
      if (old[record + LENGTH] === 0) continue;
      let slot = firstSlot(hashOf(old, record, arena));
      for (let probe = 1; records[(slot & mask) * INTS_PER_RECORD + LENGTH] !== 0; probe++) slot += probe;
      const place = (slot & mask) * INTS_PER_RECORD;
      for (let i = 0; i < INTS_PER_RECORD; i++) records[place + i] = old[record + i]!;
    }
  }

  return {
    find(bytes, from, to) {
      const record = locate(bytes, from, to);
      return record < 0 || records[record + LENGTH] === 0 ? UNKNOWN_FORM : records[record + VALUE]!;
    },
    add(form, value) {
      if (size * 4 >= mask * 3) grow();
      const { length } = form;
      const record = locate(form, 0, length);
      if (record < 0) return false;
      records[record] = low;
      records[record + REST] = length <= PACKED_BYTES ? high : copyToArena(form);
      records[record + LENGTH] = length;
      records[record + VALUE] = value;
      size++;
      return true;
    },
    clear() {
      records.fill(0);
      arenaBytes = 0;
      size = 0;
    },
    get nextSizeBytes() {
      const recordsGrow = size * 4 >= mask * 3 ? 2 : 1;
      const arenaGrows = arenaBytes + MAX_FORM_BYTES > arena.length ? 2 : 1;
      return records.byteLength * recordsGrow + arena.byteLength * arenaGrows;
    },
    get sizeBytes() {
      return records.byteLength + arena.byteLength;
    },
    get size() {
      return size;
    },
  };
}

function firstSlot(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** The hash that `locate` found for the form of a record. */
function hashOf(records: Int32Array, record: number, arena: Uint8Array): number {
  const length = records[record + LENGTH]!;
  const low = records[record]!;
  const rest = records[record + REST]!;
  let hash = FNV_BASIS;
  for (let i = 0; i < length; i++) {
    const left = length - 1 - i; // letters behind this one
    const code = length > PACKED_BYTES ? arena[rest + i]! : ((left < 4 ? low : rest) >>> ((left & 3) * 8)) & 0xff;
    hash = Math.imul(hash ^ code, FNV_PRIME);
  }
  return hash;
}

function enlarged(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

/**
 * Reads the dictionary of a section: one term by search, or all in order. Only the first term of each block is in memory; a search
 * reads one block. Format: docs/format/index-segment.md §Dictionary.
 */
import { createByteCursor, damaged, readUint32At, readVarint, type ByteCursor } from "./byte-reader.ts";
import type { ByteSource } from "./byte-source.ts";
import { BLOCK_TERMS } from "./format.ts";
import { listBytes } from "./posting-list.ts";
import type { ListFigures } from "./posting-writer.ts";

/** A term's list: its figures and where it begins among the section's lists. */
export interface TermEntry extends ListFigures {
  readonly listAt: number;
}

/** What the section's head says of its dictionary. */
export interface DictionaryHead {
  readonly terms: number;
  /** Per block two u32: where its first term begins in `heads`, where the block begins. */
  readonly places: Uint8Array;
  readonly heads: Uint8Array;
  /** The blocks: their bytes, as a part of the file. */
  readonly blocks: ByteSource;
}

const PLACE_BYTES = 8;
const FIRST_TERM_BYTES = 64;

/**
 * @returns the entry of a term, or `undefined`. Entries that share more with their predecessor than the term does lie on the same
 * side of it, so they are passed over; the first that shares less lies behind it.
 */
export function findTerm(head: DictionaryHead, term: Uint8Array): TermEntry | undefined {
  const block = blockOf(head, term);
  if (block < 0) return undefined;
  const cursor = readTermBlock(head, block);
  const { bytes } = cursor;
  let listAt = readVarint(cursor);
  const figures = { units: 0, documents: 0, sessions: 0, gapBytes: 0, payloadBytes: 0 };
  // How many bytes of the term the entry begins with.
  let agreed = 0;
  for (let count = termsIn(head, block); count > 0; count--) {
    const shared = readVarint(cursor);
    if (shared < agreed) return undefined;
    const end = readVarint(cursor) + cursor.at;
    let isTerm = false;
    if (shared === agreed) {
      let at = cursor.at;
      while (at < end && agreed < term.length && bytes[at] === term[agreed]) {
        at++;
        agreed++;
      }
      isTerm = at === end && agreed === term.length;
      if (at < end && (agreed === term.length || bytes[at]! > term[agreed]!)) return undefined;
    }
    cursor.at = end;
    readFigures(cursor, figures);
    if (isTerm) return { ...figures, listAt };
    listAt += listBytes(figures);
  }
  return undefined;
}

/** A place in a dictionary that is read from front to back: the term that it stands at, and what is said of its list. */
export interface TermCursor {
  readonly head: DictionaryHead;
  /** The term's bytes, valid below `length` until the next one is read. */
  term: Uint8Array;
  length: number;
  listAt: number;
  units: number;
  documents: number;
  sessions: number;
  gapBytes: number;
  payloadBytes: number;
  /** The block that is being read, how many of its terms are still to come, and where they begin. */
  block: number;
  left: number;
  cursor: ByteCursor;
  /** Where the list behind this term's begins. */
  nextListAt: number;
}

/** A cursor before the first term. */
export function openTerms(head: DictionaryHead): TermCursor {
  return {
    head,
    term: new Uint8Array(FIRST_TERM_BYTES),
    length: 0,
    listAt: 0,
    units: 0,
    documents: 0,
    sessions: 0,
    gapBytes: 0,
    payloadBytes: 0,
    block: -1,
    left: 0,
    cursor: createByteCursor(new Uint8Array()),
    nextListAt: 0,
  };
}

/** Moves to the next term. @returns how many bytes it shares with the one before, or -1 behind the last. */
export function nextTerm(at: TermCursor): number {
  if (at.left === 0 && !openNextBlock(at)) return -1;
  at.left--;
  const { cursor } = at;
  const shared = readVarint(cursor);
  const more = readVarint(cursor);
  if (shared > at.length) throw damaged("a term shares more than there is");
  if (more > cursor.bytes.length - cursor.at) throw damaged("bytes end too early");
  const length = shared + more;
  if (length > at.term.length) at.term = enlarged(at.term, length);
  const { term } = at;
  for (let to = shared; to < length; to++) term[to] = cursor.bytes[cursor.at++]!;
  at.length = length;
  readFigures(cursor, at);
  at.listAt = at.nextListAt;
  at.nextListAt += listBytes(at);
  return shared;
}

function openNextBlock(at: TermCursor): boolean {
  const { head } = at;
  do {
    at.block++;
    if (at.block * PLACE_BYTES >= head.places.length) return false;
    at.left = termsIn(head, at.block);
  } while (at.left <= 0);
  at.cursor = readTermBlock(head, at.block);
  at.nextListAt = readVarint(at.cursor);
  at.length = 0;
  return true;
}

function enlarged(bytes: Uint8Array, length: number): Uint8Array {
  const larger = new Uint8Array(length * 2);
  larger.set(bytes);
  return larger;
}

/** Every term in order. The bytes of a term are valid until the next one is asked for. */
export function* eachTerm(head: DictionaryHead): Generator<{ readonly term: Uint8Array; readonly entry: TermEntry }> {
  const at = openTerms(head);
  while (nextTerm(at) >= 0) {
    const { units, documents, sessions, gapBytes, payloadBytes, listAt } = at;
    yield {
      term: at.term.subarray(0, at.length),
      entry: { units, documents, sessions, gapBytes, payloadBytes, listAt },
    };
  }
}

/** The last block whose first term is not behind `term`, or -1. */
function blockOf(head: DictionaryHead, term: Uint8Array): number {
  let low = 0;
  let high = head.places.length / PLACE_BYTES - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (beginsAfter(head, middle, term)) high = middle - 1;
    else low = middle + 1;
  }
  return high;
}

/** Whether the first term of a block comes behind `term`. */
function beginsAfter({ places, heads }: DictionaryHead, block: number, term: Uint8Array): boolean {
  const place = block * PLACE_BYTES;
  const start = readUint32At(places, place);
  const end = place + PLACE_BYTES < places.length ? readUint32At(places, place + PLACE_BYTES) : heads.length;
  const shorter = Math.min(end - start, term.length);
  for (let at = 0; at < shorter; at++) {
    const difference = heads[start + at]! - term[at]!;
    if (difference !== 0) return difference > 0;
  }
  return end - start > term.length;
}

function termsIn({ terms, places }: DictionaryHead, block: number): number {
  const isLast = block === places.length / PLACE_BYTES - 1;
  return isLast ? terms - block * BLOCK_TERMS : BLOCK_TERMS;
}

function readTermBlock({ places, blocks }: DictionaryHead, block: number): ByteCursor {
  const at = block * PLACE_BYTES + 4;
  const start = readUint32At(places, at);
  const end = at + PLACE_BYTES < places.length ? readUint32At(places, at + PLACE_BYTES) : blocks.sizeBytes;
  if (end < start || end > blocks.sizeBytes) throw damaged("a block of the dictionary has no place");
  return createByteCursor(blocks.read(start, end - start));
}

type MutableFigures = { -readonly [figure in keyof ListFigures]: ListFigures[figure] };

function readFigures(cursor: ByteCursor, into: MutableFigures): void {
  into.units = readVarint(cursor);
  into.documents = into.units + readVarint(cursor);
  into.sessions = into.units - readVarint(cursor);
  into.gapBytes = into.units + readVarint(cursor);
  into.payloadBytes = into.documents + readVarint(cursor);
}

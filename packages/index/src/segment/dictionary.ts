/**
 * Reads the dictionary of a section: one term by search, or all in order. Only the first term of each block is in memory; a search
 * reads one block. Format: docs/format/index-segment.md §Dictionary.
 */
import { createByteCursor, damaged, readUint32At, readVarint, readView, type ByteCursor } from "./byte-reader.ts";
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
    const figures = readFigures(cursor);
    if (isTerm) return { ...figures, listAt };
    listAt += listBytes(figures);
  }
  return undefined;
}

/** Every term in order. The bytes of a term are valid until the next one is asked for. */
export function* eachTerm(head: DictionaryHead): Generator<{ readonly term: Uint8Array; readonly entry: TermEntry }> {
  const blocks = head.places.length / PLACE_BYTES;
  for (let block = 0; block < blocks; block++) {
    const reader = openBlock(head, block);
    for (let count = termsIn(head, block); count > 0; count--) {
      const entry = reader.next();
      yield { term: reader.term(), entry };
    }
  }
}

/** The last block whose first term is not behind `term`, or -1. */
function blockOf(head: DictionaryHead, term: Uint8Array): number {
  let low = 0;
  let high = head.places.length / PLACE_BYTES - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (Buffer.compare(firstTerm(head, middle), term) <= 0) low = middle + 1;
    else high = middle - 1;
  }
  return high;
}

function firstTerm({ places, heads }: DictionaryHead, block: number): Uint8Array {
  const at = block * PLACE_BYTES;
  const end = at + PLACE_BYTES < places.length ? readUint32At(places, at + PLACE_BYTES) : heads.length;
  return heads.subarray(readUint32At(places, at), end);
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

function openBlock(head: DictionaryHead, block: number): { next(): TermEntry; term(): Uint8Array } {
  const cursor = readTermBlock(head, block);
  let listAt = readVarint(cursor);
  let term = Buffer.alloc(64);
  let length = 0;
  return {
    next() {
      const shared = readVarint(cursor);
      const suffix = readView(cursor, readVarint(cursor));
      if (shared > length) throw damaged("a term shares more than there is");
      length = shared + suffix.length;
      if (length > term.length) term = Buffer.concat([term.subarray(0, shared), Buffer.alloc(length)]);
      term.set(suffix, shared);
      const figures = readFigures(cursor);
      const entry = { ...figures, listAt };
      listAt += listBytes(figures);
      return entry;
    },
    term: () => term.subarray(0, length),
  };
}

function readFigures(cursor: ByteCursor): ListFigures {
  const units = readVarint(cursor);
  const documents = units + readVarint(cursor);
  const sessions = units - readVarint(cursor);
  const gapBytes = units + readVarint(cursor);
  const payloadBytes = documents + readVarint(cursor);
  return { units, documents, sessions, gapBytes, payloadBytes };
}

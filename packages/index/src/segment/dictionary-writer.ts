/**
 * Writes the dictionary of a section: its terms in the order of their UTF-8 bytes, in blocks that share prefixes, with the figures
 * of each term's list. Lists lie in the same order, so a block needs one place only. Format: docs/format/index-segment.md §Dictionary.
 */
import { createByteWriter, reserve, writeUint32, writeVarint, type ByteWriter } from "./byte-writer.ts";
import { BLOCK_TERMS } from "./format.ts";
import { listBytes } from "./posting-list.ts";
import type { ListFigures } from "./posting-writer.ts";

export interface DictionaryWriter {
  /** The blocks written so far. */
  readonly blocks: ByteWriter;
  /** Per block u32: where its first term begins in `heads`, and where it begins in `blocks`. */
  readonly places: ByteWriter;
  /** The first term of each block, as bytes one after the other. */
  readonly heads: ByteWriter;
  readonly terms: number;
  /** Adds the term behind all others: the bytes of `term` below `length`, which may change afterwards. */
  add(term: Uint8Array, length: number, figures: ListFigures): void;
}

export function createDictionaryWriter(): DictionaryWriter {
  const blocks = createByteWriter(4096);
  const places = createByteWriter(256);
  const heads = createByteWriter(256);
  const before = createByteWriter(64);
  let terms = 0;
  let listAt = 0;

  return {
    blocks,
    places,
    heads,
    get terms() {
      return terms;
    },
    add(term, length, figures) {
      if (terms % BLOCK_TERMS === 0) {
        writeUint32(places, heads.length);
        writeUint32(places, blocks.length);
        writePart(heads, term, 0, length);
        writeVarint(blocks, listAt);
        before.length = 0;
      }
      const shared = sharedPrefix(before, term, length);
      writeVarint(blocks, shared);
      writeVarint(blocks, length - shared);
      writePart(blocks, term, shared, length);
      writeFigures(blocks, figures);
      before.length = shared;
      writePart(before, term, shared, length);
      terms++;
      listAt += listBytes(figures);
    },
  };
}

/** Terms are short: a loop writes one sooner than a copy of a view does. */
function writePart(out: ByteWriter, bytes: Uint8Array, from: number, to: number): void {
  reserve(out, to - from);
  for (let at = from; at < to; at++) out.bytes[out.length++] = bytes[at]!;
}

function writeFigures(out: ByteWriter, figures: ListFigures): void {
  writeVarint(out, figures.units);
  writeVarint(out, figures.documents - figures.units);
  writeVarint(out, figures.units - figures.sessions);
  writeVarint(out, figures.gapBytes - figures.units);
  writeVarint(out, figures.payloadBytes - figures.documents);
}

function sharedPrefix({ bytes, length }: ByteWriter, term: Uint8Array, termLength: number): number {
  const end = Math.min(length, termLength);
  let at = 0;
  while (at < end && bytes[at] === term[at]) at++;
  return at;
}

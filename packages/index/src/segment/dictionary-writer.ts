/**
 * Writes the dictionary of a section: its terms in the order of their UTF-8 bytes, in blocks that share prefixes, with the figures
 * of each term's list. Lists lie in the same order, so a block needs one place only. Format: docs/format/index-segment.md §Dictionary.
 */
import { createByteWriter, writeBytes, writeUint32, writeVarint, type ByteWriter } from "./byte-writer.ts";
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
  /** Adds the term behind all others. */
  add(term: Uint8Array, figures: ListFigures): void;
}

export function createDictionaryWriter(): DictionaryWriter {
  const blocks = createByteWriter(4096);
  const places = createByteWriter(256);
  const heads = createByteWriter(256);
  let before: Uint8Array = new Uint8Array();
  let terms = 0;
  let listAt = 0;

  return {
    blocks,
    places,
    heads,
    get terms() {
      return terms;
    },
    add(term, figures) {
      if (terms % BLOCK_TERMS === 0) {
        writeUint32(places, heads.length);
        writeUint32(places, blocks.length);
        writeBytes(heads, term);
        writeVarint(blocks, listAt);
        before = new Uint8Array();
      }
      const shared = sharedPrefix(before, term);
      writeVarint(blocks, shared);
      writeVarint(blocks, term.length - shared);
      writeBytes(blocks, term.subarray(shared));
      writeFigures(blocks, figures);
      before = term;
      terms++;
      listAt += listBytes(figures);
    },
  };
}

function writeFigures(out: ByteWriter, figures: ListFigures): void {
  writeVarint(out, figures.units);
  writeVarint(out, figures.documents - figures.units);
  writeVarint(out, figures.units - figures.sessions);
  writeVarint(out, figures.gapBytes - figures.units);
  writeVarint(out, figures.payloadBytes - figures.documents);
}

function sharedPrefix(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at;
}

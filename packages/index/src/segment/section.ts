/**
 * A section as it is read: its head in memory, its lists, dictionary and blocks of documents read when they are asked for.
 * Format: docs/format/index-segment.md. What ended after it was written is kept beside it, in `endedAt`.
 */
import { createByteCursor, damaged, type ByteCursor } from "./byte-reader.ts";
import { wholeAfter, type ByteSource } from "./byte-source.ts";
import { findTerm, type TermEntry } from "./dictionary.ts";
import type { ListCache } from "./list-cache.ts";
import { readRunInto } from "./number-column.ts";
import { listBytes, toPostingList, type PostingList } from "./posting-list.ts";
import { readSectionHead, type SectionHead } from "./section-head.ts";
import type { SectionSizes } from "./section-writer.ts";

/** What lies on disk of the documents of one unit. */
export interface DocumentBlock {
  readonly ref: Float64Array;
  readonly timestamp: Float64Array;
  readonly savedAt: Float64Array;
  readonly turn: Float64Array;
}

export interface Section extends SectionHead {
  /** The lists of all terms, in the order of the terms. */
  readonly lists: ByteSource;
  /** What the dictionary says of a term, or `undefined`. */
  findTerm(term: string): TermEntry | undefined;
  /** The list of a term, or `undefined`. */
  findList(term: string): PostingList | undefined;
  readList(entry: Parameters<typeof listBytes>[0] & { readonly listAt: number }): PostingList;
  readonly readBlock: (unit: number) => DocumentBlock;
  /** The blocks of all units as one. */
  readonly readBlocks: () => DocumentBlock;
}

/** A process that asks once reads a block per term; one that goes on asking has the dictionary, some 7 bytes a document, in memory. */
const FEW_LOOK_UPS = 32;

/** @param source the section's bytes, whose head was read and checked. @param cache keeps its lists. @throws INDEX_DAMAGED. */
export function openSection(
  source: ByteSource,
  { sizes, headBytes, cache }: { sizes: SectionSizes; headBytes: Uint8Array; cache?: ListCache | undefined },
): Section {
  const dictionaryAt = sizes.listBytes;
  const blocksAt = dictionaryAt + sizes.dictionaryBytes;
  const lists = source.part(0, sizes.listBytes);
  const blocks = source.part(blocksAt, sizes.blockBytes);
  const terms = wholeAfter(FEW_LOOK_UPS, source.part(dictionaryAt, sizes.dictionaryBytes));
  const { blockStart, ...head } = readSectionHead(headBytes, terms);
  const { unitStart, units, dictionary } = head;

  const readList: Section["readList"] = (entry) =>
    toPostingList(entry, lists.read(entry.listAt, listBytes(entry)), units);
  const lookUp: Section["findList"] = (term) => {
    const entry = findTerm(dictionary, Buffer.from(term));
    return entry === undefined ? undefined : readList(entry);
  };
  const kept = cache?.ofSection();
  return {
    ...head,
    lists,
    readList,
    findTerm: (term) => findTerm(dictionary, Buffer.from(term)),
    findList: (term) => (kept === undefined ? lookUp(term) : kept.get(term, () => lookUp(term))),
    readBlock(unit) {
      const start = blockStart[unit];
      if (start === undefined) throw damaged("there is no such unit");
      const end = unit + 1 < units ? blockStart[unit + 1]! : sizes.blockBytes;
      return readBlock(createByteCursor(blocks.read(start, end - start)), unitStart[unit + 1]! - unitStart[unit]!);
    },
    readBlocks: () => readBlocks(createByteCursor(blocks.read(0, sizes.blockBytes)), unitStart),
  };
}

function readBlock(cursor: ByteCursor, count: number): DocumentBlock {
  return readBlocks(cursor, Int32Array.of(0, count));
}

/** Reads blocks that lie one behind the other. */
function readBlocks(cursor: ByteCursor, unitStart: Int32Array): DocumentBlock {
  const documents = unitStart.at(-1)!;
  const [ref, timestamp, savedAt] = [0, 1, 2].map(() => new Float64Array(documents)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const turn = new Float64Array(documents);
  for (let unit = 0; unit + 1 < unitStart.length; unit++) {
    const [from, to] = [unitStart[unit]!, unitStart[unit + 1]!];
    for (const column of [ref, timestamp, savedAt, turn]) readRunInto(cursor, column, from, to);
    for (let at = from; at < to; at++) turn[at] = ref[at]! - turn[at]!;
  }
  return { ref, timestamp, savedAt, turn };
}

/**
 * A section as it is read: its head in memory, its lists, dictionary and blocks of documents read when they are asked for.
 * Format: docs/format/index-segment.md. What ended after it was written is kept beside it, in `endedAt`.
 */
import {
  createByteCursor,
  damaged,
  readCount,
  readFloat64,
  readString,
  readVarint,
  readView,
  type ByteCursor,
} from "./byte-reader.ts";
import { wholeAfter, type ByteSource } from "./byte-source.ts";
import { findTerm, type DictionaryHead, type TermEntry } from "./dictionary.ts";
import type { ListCache } from "./list-cache.ts";
import { UNIT_DOCUMENTS, UNIT_FIRST, UNIT_FURTHER } from "./format.ts";
import { readCounted, readRun, readRunInto, type CountedColumn } from "./number-column.ts";
import { listBytes, toPostingList, type PostingList } from "./posting-list.ts";
import { NONE } from "./section-documents.ts";
import type { SectionSizes } from "./section-writer.ts";

/** Least and greatest value of a column in each unit. */
interface UnitRanges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What lies on disk of the documents of one unit. */
export interface DocumentBlock {
  readonly ref: Float64Array;
  readonly timestamp: Float64Array;
  readonly savedAt: Float64Array;
  readonly turn: Float64Array;
}

export interface Section {
  readonly documents: number;
  readonly units: number;
  /** Least and greatest reference. */
  readonly firstRef: number;
  readonly lastRef: number;
  /** Mean length of all its documents, to which impacts relate. */
  readonly averageLength: number;
  /** Per unit, and the end. */
  readonly unitStart: Int32Array;
  /** Per unit: number of its session here, or NONE. A session's units follow each other. */
  readonly unitSession: Int32Array;
  /** Per session: its first unit, and the unit behind its last. */
  readonly sessionStart: Int32Array;
  readonly sessionEnd: Int32Array;
  /** Sum of the lengths of a unit's documents. */
  readonly unitLength: Float64Array;
  readonly sessionKeys: BigUint64Array;
  readonly refs: UnitRanges;
  readonly turns: UnitRanges;
  readonly timestamps: UnitRanges;
  readonly savedAts: UnitRanges;
  readonly length: CountedColumn;
  readonly flags: CountedColumn;
  readonly types: readonly string[];
  readonly type: CountedColumn;
  readonly speakers: readonly string[];
  /** Place in `speakers` + 1, or 0. */
  readonly speaker: CountedColumn;
  readonly importances: Float32Array;
  /** Place in `importances`. */
  readonly importance: CountedColumn;
  /** Documents that have ended, and when (ms). The owner adds to it. */
  readonly endedAt: Map<number, number>;
  readonly dictionary: DictionaryHead;
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
  const head = readHead(headBytes, terms);
  const { blockStart, unitStart, units, dictionary } = head;

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

type Head = Omit<Section, "lists" | "findTerm" | "findList" | "readList" | "readBlock" | "readBlocks"> & {
  readonly blockStart: Float64Array;
};

function readHead(bytes: Uint8Array, blocks: ByteSource): Head {
  const cursor = createByteCursor(bytes);
  const documents = readVarint(cursor);
  const units = readCount(cursor);
  const averageLength = readFloat64(cursor);
  if (documents > units * UNIT_DOCUMENTS) throw damaged("a section has more documents than its units hold");
  const { unitStart, unitSession, sessionStart, sessionEnd } = readUnits(cursor, units);
  if (unitStart[units] !== documents) throw damaged("the units of a section do not hold its documents");
  const sessions = sessionStart.length;
  if (readVarint(cursor) !== sessions) throw damaged("a section has another number of sessions than its units");
  const sessionKeys = new BigUint64Array(readView(cursor, sessions * 8).slice().buffer);
  const readRanges = (): UnitRanges => ({ low: readRun(cursor, units), high: readRun(cursor, units) });
  const [refs, turns, timestamps, savedAts] = [readRanges(), readRanges(), readRanges(), readRanges()];
  const blockStart = readRun(cursor, units);
  const length = readCounted(cursor, documents);
  const columns = readDocumentColumns(cursor, documents);
  const endedAt = readEnds(cursor, documents);
  const terms = readVarint(cursor);
  const places = readView(cursor, readCount(cursor));
  const dictionary = { terms, places, heads: readView(cursor, readCount(cursor)), blocks };
  return {
    documents,
    units,
    averageLength,
    unitStart,
    unitSession,
    sessionStart,
    sessionEnd,
    sessionKeys,
    refs,
    turns,
    timestamps,
    savedAts,
    blockStart,
    length,
    endedAt,
    dictionary,
    ...extent(refs),
    unitLength: unitLengths(unitStart, length),
    ...columns,
  };
}

function extent({ low, high }: UnitRanges): Pick<Section, "firstRef" | "lastRef"> {
  let [firstRef, lastRef] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let unit = 0; unit < low.length; unit++) {
    if (low[unit]! < firstRef) firstRef = low[unit]!;
    if (high[unit]! > lastRef) lastRef = high[unit]!;
  }
  return { firstRef, lastRef };
}

type UnitHead = Pick<Section, "unitStart" | "unitSession" | "sessionStart" | "sessionEnd">;

function readUnits(cursor: ByteCursor, units: number): UnitHead {
  const bytes = readView(cursor, units);
  const unitStart = new Int32Array(units + 1);
  const unitSession = new Int32Array(units).fill(NONE);
  const starts: number[] = [];
  const ends: number[] = [];
  for (let unit = 0; unit < units; unit++) {
    const byte = bytes[unit]!;
    const kind = byte >> 5;
    unitStart[unit + 1] = unitStart[unit]! + (byte & 0x1f) + 1;
    if (kind === UNIT_FIRST) starts.push(unit);
    if (kind !== UNIT_FIRST && kind !== UNIT_FURTHER) continue;
    if (starts.length === 0) throw damaged("a unit goes on with a session that has not begun");
    unitSession[unit] = starts.length - 1;
    ends[starts.length - 1] = unit + 1;
  }
  return { unitStart, unitSession, sessionStart: Int32Array.from(starts), sessionEnd: Int32Array.from(ends) };
}

type DocumentHead = Pick<Section, "flags" | "types" | "type" | "speakers" | "speaker" | "importances" | "importance">;

function readDocumentColumns(cursor: ByteCursor, documents: number): DocumentHead {
  const flags = readCounted(cursor, documents);
  const types = readNames(cursor);
  const type = readCounted(cursor, documents);
  const speakers = readNames(cursor);
  const speaker = readCounted(cursor, documents);
  const importances = new Float32Array(readCount(cursor, 8));
  for (let at = 0; at < importances.length; at++) importances[at] = readFloat64(cursor);
  return { flags, types, type, speakers, speaker, importances, importance: readCounted(cursor, documents) };
}

function readNames(cursor: ByteCursor): string[] {
  return Array.from({ length: readCount(cursor) }, () => readString(cursor));
}

function readEnds(cursor: ByteCursor, documents: number): Map<number, number> {
  const count = readCount(cursor);
  const ended = readRun(cursor, count);
  const times = readRun(cursor, count);
  if (ended.some((document) => document < 0 || document >= documents)) throw damaged("what ended is not here");
  return new Map(Array.from(ended, (document, at) => [document, times[at]!]));
}

function unitLengths(unitStart: Int32Array, length: CountedColumn): Float64Array {
  const sums = new Float64Array(unitStart.length - 1);
  for (let unit = 0; unit < sums.length; unit++) {
    let sum = 0;
    for (let at = unitStart[unit]!; at < unitStart[unit + 1]!; at++) sum += length[at]!;
    sums[unit] = sum;
  }
  return sums;
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

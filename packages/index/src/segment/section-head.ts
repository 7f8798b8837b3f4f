/**
 * The head of a section: what a reader keeps in memory, in the order in which it lies. Format: docs/format/index-segment.md §Head.
 * Columns are views of the head's bytes where they can be, and decoded late where most questions do not ask: a process that asks one
 * question waits for this.
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
import type { ByteSource } from "./byte-source.ts";
import type { DictionaryHead } from "./dictionary.ts";
import { UNIT_DOCUMENTS, UNIT_FIRST, UNIT_FURTHER } from "./format.ts";
import { readCounted, readRun, readSizedRun, type CountedColumn } from "./number-column.ts";
import { NONE } from "./section-documents.ts";

/** Least and greatest value of a column in each unit. */
interface UnitRanges {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What of a section is in memory. */
export interface SectionHead {
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
  readonly unitLength: CountedColumn;
  readonly sessionKeys: BigUint64Array;
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
  /** Decoded when they are first asked for. */
  readonly refs: () => UnitRanges;
  readonly turns: () => UnitRanges;
  readonly timestamps: () => UnitRanges;
  readonly savedAts: () => UnitRanges;
}

/** @param blocks the blocks of its dictionary. @throws INDEX_DAMAGED. */
export function readSectionHead(
  bytes: Uint8Array,
  blocks: ByteSource,
): SectionHead & {
  /** Where the document block of each unit begins. */
  readonly blockStart: CountedColumn;
} {
  const cursor = createByteCursor(bytes);
  const documents = readVarint(cursor);
  const units = readCount(cursor);
  const averageLength = readFloat64(cursor);
  const [firstRef, lastRef] = [readFloat64(cursor), readFloat64(cursor)];
  if (documents > units * UNIT_DOCUMENTS) throw damaged("a section has more documents than its units hold");
  const sessions = readCount(cursor, 8);
  const sessionKeys = new BigUint64Array(readView(cursor, sessions * 8).slice().buffer);
  const { unitStart, unitSession, sessionStart, sessionEnd } = readUnits(readView(cursor, units), sessions);
  if (unitStart[units] !== documents) throw damaged("the units of a section do not hold its documents");
  const unitLength = readCounted(cursor, units);
  const length = readCounted(cursor, documents);
  const columns = readDocumentColumns(cursor, documents);
  const endedAt = readEnds(cursor, documents);
  const terms = readVarint(cursor);
  const places = readView(cursor, readCount(cursor));
  const dictionary = { terms, places, heads: readView(cursor, readCount(cursor)), blocks };
  const blockStart = readCounted(cursor, units);
  const refs = readRanges(cursor, units);
  const turns = readRanges(cursor, units);
  const timestamps = readRanges(cursor, units);
  const savedAts = readRanges(cursor, units);
  return {
    documents,
    units,
    averageLength,
    firstRef,
    lastRef,
    unitStart,
    unitSession,
    sessionStart,
    sessionEnd,
    sessionKeys,
    unitLength,
    length,
    endedAt,
    dictionary,
    ...columns,
    blockStart,
    refs,
    turns,
    timestamps,
    savedAts,
  };
}

function readRanges(cursor: ByteCursor, units: number): () => UnitRanges {
  const [low, high] = [readSizedRun(cursor, units), readSizedRun(cursor, units)];
  return () => ({ low: low(), high: high() });
}

type UnitHead = Pick<SectionHead, "unitStart" | "unitSession" | "sessionStart" | "sessionEnd">;

function readUnits(bytes: Uint8Array, sessions: number): UnitHead {
  const units = bytes.length;
  const unitStart = new Int32Array(units + 1);
  const unitSession = new Int32Array(units).fill(NONE);
  const sessionStart = new Int32Array(sessions);
  const sessionEnd = new Int32Array(sessions);
  let session = NONE;
  for (let unit = 0; unit < units; unit++) {
    const byte = bytes[unit]!;
    const kind = byte >> 5;
    unitStart[unit + 1] = unitStart[unit]! + (byte & 0x1f) + 1;
    if (kind === UNIT_FIRST) sessionStart[++session] = unit;
    if (kind !== UNIT_FIRST && kind !== UNIT_FURTHER) continue;
    if (session === NONE) throw damaged("a unit goes on with a session that has not begun");
    unitSession[unit] = session;
    sessionEnd[session] = unit + 1;
  }
  if (session + 1 !== sessions) throw damaged("a section has another number of sessions than its units");
  return { unitStart, unitSession, sessionStart, sessionEnd };
}

type DocumentHead = Pick<
  SectionHead,
  "flags" | "types" | "type" | "speakers" | "speaker" | "importances" | "importance"
>;

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

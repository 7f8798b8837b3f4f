/**
 * Writes the posting list of one term: which units hold it, how strongly at most, and where in them. Format:
 * docs/format/index-segment.md §Posting lists. Entries are units, so one entry holds all that a context window needs.
 */
import { saturatedFrequency, TURN_BM25 } from "../ranking/bm25.ts";
import {
  createByteWriter,
  writeByte,
  writeBytes,
  writeUint32,
  writeVarint,
  writtenBytes,
  type ByteWriter,
} from "./byte-writer.ts";
import { LAST_POSTING, MANY_TIMES, SKIP_ENTRIES, TF_MORE, TF_SHIFT, toImpactNibble } from "./format.ts";

/** Where documents lie and how long they are: what a list depends on. */
export interface DocumentPlaces {
  /** Per document: its unit, ascending. */
  readonly unitOf: Int32Array;
  /** Per unit: its first document; one entry more than units. */
  readonly unitStart: Int32Array;
  /** Per unit: its session's number in the section, or -1. */
  readonly sessionOf: Int32Array;
  /** Per document: its length in terms. */
  readonly length: ArrayLike<number>;
  /** The length to which impacts relate. */
  readonly averageLength: number;
}

/** The documents of one term, ascending, and how often it stands in each; valid below `count`. */
export interface TermDocuments {
  count: number;
  documents: Int32Array;
  frequencies: Int32Array;
}

/** What the dictionary says of a list. */
export interface ListFigures {
  readonly units: number;
  readonly documents: number;
  /** Distinct sessions among the units. */
  readonly sessions: number;
  readonly gapBytes: number;
  readonly payloadBytes: number;
}

/** Writes lists one after the other into `out`. The writer keeps its scratch memory between lists. */
export function createPostingWriter(places: DocumentPlaces): (term: TermDocuments, out: ByteWriter) => ListFigures {
  const gaps = createByteWriter(1024);
  const impacts = createByteWriter(1024);
  const skips = createByteWriter(256);
  const payload = createByteWriter(1024);

  return (term, out) => {
    for (const part of [gaps, impacts, skips, payload]) part.length = 0;
    let units = 0;
    let sessions = 0;
    let lastUnit = -1;
    let lastSession = -1;
    for (let at = 0; at < term.count;) {
      const unit = places.unitOf[term.documents[at]!]!;
      if (units > 0 && units % SKIP_ENTRIES === 0) {
        writeUint32(skips, lastUnit);
        writeUint32(skips, gaps.length);
        writeUint32(skips, payload.length);
      }
      writeVarint(gaps, unit - lastUnit - 1);
      at = writeEntry({ places, term, impacts, payload }, unit, at);
      const session = places.sessionOf[unit]!;
      if (session >= 0 && session !== lastSession) sessions++;
      lastSession = session;
      lastUnit = unit;
      units++;
    }
    writeBytes(out, writtenBytes(gaps));
    if (units > SKIP_ENTRIES) {
      writeBytes(out, writtenBytes(impacts));
      writeBytes(out, writtenBytes(skips));
    }
    writeBytes(out, writtenBytes(payload));
    return { units, documents: term.count, sessions, gapBytes: gaps.length, payloadBytes: payload.length };
  };
}

interface EntryParts {
  readonly places: DocumentPlaces;
  readonly term: TermDocuments;
  readonly impacts: ByteWriter;
  readonly payload: ByteWriter;
}

/** Writes the postings of one unit, which begin at `from`. @returns where the next unit's begin. */
function writeEntry({ places, term, impacts, payload }: EntryParts, unit: number, from: number): number {
  const start = places.unitStart[unit]!;
  const end = places.unitStart[unit + 1]!;
  let strongest = 0;
  let inUnit = 0;
  let at = from;
  while (at < term.count && term.documents[at]! < end) {
    const document = term.documents[at]!;
    const frequency = term.frequencies[at]!;
    at++;
    const isLast = at === term.count || term.documents[at]! >= end;
    const code = Math.min(frequency - 1, TF_MORE);
    writeByte(payload, (document - start) | (code << TF_SHIFT) | (isLast ? LAST_POSTING : 0));
    if (code === TF_MORE) writeVarint(payload, frequency - 1 - TF_MORE);
    inUnit += frequency;
    const saturated = saturatedFrequency(frequency, places.length[document]! / places.averageLength, TURN_BM25);
    if (saturated > strongest) strongest = saturated;
  }
  writeByte(impacts, (toImpactNibble(strongest) << 4) | Math.min(inUnit, MANY_TIMES));
  return at;
}

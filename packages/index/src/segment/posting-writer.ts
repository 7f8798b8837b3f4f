/**
 * Writes the posting list of one term: which units hold it, how strongly at most, and where in them. Format:
 * docs/format/index-segment.md §Posting lists. Entries are units, so one entry holds all that a context window needs.
 */
import { lengthPart, saturate, TURN_BM25 } from "../ranking/bm25.ts";
import { createByteWriter, reserve, writeBytes, writeUint32, type ByteWriter } from "./byte-writer.ts";
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

/** Most bytes of a gap, and of a posting with its frequency: 32 bits in groups of seven, and the byte before. */
const GAP_BYTES = 5;
const POSTING_BYTES = 6;
const SHORT_COPY_BYTES = 24;

/** Writes lists one after the other into `out`. The writer keeps its scratch memory between lists. */
export function createPostingWriter(places: DocumentPlaces): (term: TermDocuments, out: ByteWriter) => ListFigures {
  const gaps = createByteWriter();
  const impacts = createByteWriter();
  const skips = createByteWriter();
  const payload = createByteWriter();
  /** So many documents find room in them. */
  let room = 0;
  const { unitOf, unitStart, sessionOf } = places;
  const impactOf = createImpacts(places);

  function reserveFor(documents: number): void {
    skips.length = 0;
    if (documents <= room) return;
    room = documents * 2;
    reserve(gaps, room * GAP_BYTES);
    reserve(impacts, room);
    reserve(payload, room * POSTING_BYTES);
  }

  return (term, out) => {
    const { count, documents, frequencies } = term;
    reserveFor(count);
    const gapBytes = gaps.bytes;
    const impactBytes = impacts.bytes;
    const postings = payload.bytes;
    const isLong = count > SKIP_ENTRIES;
    let gapsEnd = 0;
    let payloadEnd = 0;
    let units = 0;
    let sessions = 0;
    let lastUnit = -1;
    let lastSession = -1;
    for (let at = 0; at < count;) {
      const unit = unitOf[documents[at]!]!;
      if (units > 0 && units % SKIP_ENTRIES === 0) writeSkip(skips, lastUnit, gapsEnd, payloadEnd);
      let gap = unit - lastUnit - 1;
      for (; gap >= 0x80; gap >>>= 7) gapBytes[gapsEnd++] = gap | 0x80;
      gapBytes[gapsEnd++] = gap;
      const from = at;
      const start = unitStart[unit]!;
      const end = unitStart[unit + 1]!;
      for (let isLast = false; !isLast; at++) {
        let more = frequencies[at]! - 1;
        isLast = at + 1 === count || documents[at + 1]! >= end;
        postings[payloadEnd++] =
          (documents[at]! - start) | ((more < TF_MORE ? more : TF_MORE) << TF_SHIFT) | (isLast ? LAST_POSTING : 0);
        if (more < TF_MORE) continue;
        for (more -= TF_MORE; more >= 0x80; more >>>= 7) postings[payloadEnd++] = more | 0x80;
        postings[payloadEnd++] = more;
      }
      if (isLong) impactBytes[units] = impactOf(documents, frequencies, from, at);
      const session = sessionOf[unit]!;
      if (session >= 0 && session !== lastSession) sessions++;
      lastSession = session;
      lastUnit = unit;
      units++;
    }
    copyTo(out, gapBytes, gapsEnd);
    if (units > SKIP_ENTRIES) {
      copyTo(out, impactBytes, units);
      copyTo(out, skips.bytes, skips.length);
    }
    copyTo(out, postings, payloadEnd);
    return { units, documents: count, sessions, gapBytes: gapsEnd, payloadBytes: payloadEnd };
  };
}

function writeSkip(skips: ByteWriter, unitBefore: number, gapsAt: number, payloadAt: number): void {
  writeUint32(skips, unitBefore);
  writeUint32(skips, gapsAt);
  writeUint32(skips, payloadAt);
}

/** Most lists are short: a loop copies a few bytes sooner than a view of them is made. */
function copyTo(out: ByteWriter, bytes: Uint8Array, length: number): void {
  if (length > SHORT_COPY_BYTES) return writeBytes(out, bytes.subarray(0, length));
  reserve(out, length);
  const { bytes: into, length: end } = out;
  for (let at = 0; at < length; at++) into[end + at] = bytes[at]!;
  out.length = end + length;
}

/** Gives the impact of the documents in places `from` to `to`, which are of one unit. */
function createImpacts({
  length,
  averageLength,
}: DocumentPlaces): (documents: Int32Array, frequencies: Int32Array, from: number, to: number) => number {
  const nibbleOf = (frequency: number, part: number): number => toImpactNibble(saturate(frequency, part, TURN_BM25));
  const lengthParts = new Float64Array(length.length);
  /** Of a document that holds the term once, as most do. */
  const onceNibbles = new Uint8Array(length.length);
  for (let document = 0; document < length.length; document++) {
    const part = lengthPart(length[document]! / averageLength, TURN_BM25);
    lengthParts[document] = part;
    onceNibbles[document] = nibbleOf(1, part);
  }
  return (documents, frequencies, from, to) => {
    let strongest = 0;
    let inUnit = 0;
    for (let at = from; at < to; at++) {
      const document = documents[at]!;
      const frequency = frequencies[at]!;
      const nibble = frequency === 1 ? onceNibbles[document]! : nibbleOf(frequency, lengthParts[document]!);
      if (nibble > strongest) strongest = nibble;
      inUnit += frequency;
    }
    return (strongest << 4) | (inUnit < MANY_TIMES ? inUnit : MANY_TIMES);
  };
}

/**
 * Writes a section: the documents of one namespace in one segment. First the lists and the dictionary, term by term; then the
 * blocks of documents; then the head, which a reader keeps in memory. Format: docs/format/index-segment.md.
 */
import {
  createByteWriter,
  reserve,
  writeByte,
  writeBytes,
  writeFloat64,
  writeString,
  writeVarint,
  writtenBytes,
  type ByteWriter,
} from "./byte-writer.ts";
import { createDictionaryWriter } from "./dictionary-writer.ts";
import { UNIT_FIRST, UNIT_FURTHER, UNIT_LOOSE } from "./format.ts";
import { createNumbering } from "./numbering.ts";
import { writeCounted, writeRun, writeSizedRun } from "./number-column.ts";
import { createPostingWriter, type TermDocuments } from "./posting-writer.ts";
import { cutUnits, NONE, STILL_CURRENT, type SectionDocuments } from "./section-documents.ts";

/** The sizes of a section's parts, in the order in which they lie. */
export interface SectionSizes {
  readonly listBytes: number;
  readonly dictionaryBytes: number;
  readonly blockBytes: number;
  readonly headBytes: number;
}

export interface SectionWriter {
  /** Where lists are collected: take what is there at any time, and set its length to zero. */
  readonly lists: ByteWriter;
  /** Adds a term, the bytes of `term` below `length`; terms come in the order of their bytes. */
  addTerm(term: Uint8Array, length: number, documents: TermDocuments): void;
  /** Ends the section. @returns the parts behind the lists, and all sizes. */
  finish(): { readonly rest: readonly Uint8Array[]; readonly sizes: SectionSizes };
}

export function createSectionWriter(documents: SectionDocuments): SectionWriter {
  const unitStart = cutUnits(documents.session);
  const units = unitStart.length - 1;
  const averageLength = averageOf(documents.length);
  const sessionOf = Int32Array.from({ length: units }, (_, unit) => documents.session[unitStart[unit]!]!);
  const writePostings = createPostingWriter({
    unitOf: unitOfDocuments(unitStart, documents.count),
    unitStart,
    sessionOf,
    length: documents.length,
    averageLength,
  });
  const dictionary = createDictionaryWriter();
  const lists = createByteWriter(4096);
  let listBytes = 0;

  return {
    lists,
    addTerm(term, length, termDocuments) {
      const before = lists.length;
      dictionary.add(term, length, writePostings(termDocuments, lists));
      listBytes += lists.length - before;
    },
    finish() {
      const blocks = createByteWriter(documents.count * 8);
      const blockStart = writeBlocks(blocks, documents, unitStart);
      const ranges = [documents.ref, documents.turn, documents.timestamp, documents.savedAt].map((column) =>
        rangesOf(column, unitStart),
      );
      const head = createByteWriter(documents.count * 4 + 1024);
      writeVarint(head, documents.count);
      writeVarint(head, units);
      writeFloat64(head, averageLength);
      writeFloat64(head, leastOf(ranges[0]!.low));
      writeFloat64(head, greatestOf(ranges[0]!.high));
      writeUnits(head, documents, unitStart);
      writeDocumentColumns(head, documents);
      writeEnds(head, documents);
      writeVarint(head, dictionary.terms);
      for (const part of [dictionary.places, dictionary.heads]) {
        writeVarint(head, part.length);
        writeBytes(head, writtenBytes(part));
      }
      // What most questions do not ask for comes last: readers step over it.
      writeCounted(head, blockStart);
      for (const { low, high } of ranges) {
        writeSizedRun(head, low);
        writeSizedRun(head, high);
      }
      const rest = [writtenBytes(dictionary.blocks), writtenBytes(blocks), writtenBytes(head)];
      const [dictionaryBytes, blockBytes, headBytes] = rest.map((part) => part.length) as [number, number, number];
      return { rest, sizes: { listBytes, dictionaryBytes, blockBytes, headBytes } };
    },
  };
}

/** The mean length; 1 at least, so that it can be divided by. */
function averageOf(lengths: Float64Array): number {
  const sum = lengths.reduce((total, length) => total + length, 0);
  return lengths.length === 0 ? 1 : Math.max(1, sum / lengths.length);
}

function unitOfDocuments(unitStart: Int32Array, count: number): Int32Array {
  const unitOf = new Int32Array(count);
  for (let unit = 0; unit + 1 < unitStart.length; unit++) unitOf.fill(unit, unitStart[unit], unitStart[unit + 1]);
  return unitOf;
}

/** The sessions' keys; per unit what it is, how many documents it has, and how long they are together. */
function writeUnits(head: ByteWriter, documents: SectionDocuments, unitStart: Int32Array): void {
  const units = unitStart.length - 1;
  writeVarint(head, documents.sessionKeys.length);
  writeBytes(head, new Uint8Array(documents.sessionKeys.buffer));
  const lengths = new Float64Array(units);
  for (let unit = 0; unit < units; unit++) {
    const start = unitStart[unit]!;
    const session = documents.session[start]!;
    const goesOn = session !== NONE && start > 0 && documents.session[start - 1] === session;
    const kind = session === NONE ? UNIT_LOOSE : goesOn ? UNIT_FURTHER : UNIT_FIRST;
    writeByte(head, (kind << 5) | (unitStart[unit + 1]! - start - 1));
    for (let at = start; at < unitStart[unit + 1]!; at++) lengths[unit]! += documents.length[at]!;
  }
  writeCounted(head, lengths);
}

function leastOf(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function greatestOf(values: Float64Array): number {
  return values.reduce((greatest, value) => Math.max(greatest, value), Number.NEGATIVE_INFINITY);
}

function rangesOf(column: Float64Array, unitStart: Int32Array): { low: Float64Array; high: Float64Array } {
  const units = unitStart.length - 1;
  const low = new Float64Array(units).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(units).fill(Number.NEGATIVE_INFINITY);
  for (let unit = 0; unit < units; unit++) {
    for (let at = unitStart[unit]!; at < unitStart[unit + 1]!; at++) {
      low[unit] = Math.min(low[unit]!, column[at]!);
      high[unit] = Math.max(high[unit]!, column[at]!);
    }
  }
  return { low, high };
}

function writeDocumentColumns(head: ByteWriter, documents: SectionDocuments): void {
  writeCounted(head, documents.length);
  writeCounted(head, documents.flags);
  writeNames(head, documents.types);
  writeCounted(head, documents.type);
  writeNames(head, documents.speakers);
  writeCounted(
    head,
    documents.speaker.map((speaker) => speaker + 1),
  );
  const levels = createNumbering<number>();
  const levelOf = new Uint32Array(documents.count);
  for (let document = 0; document < documents.count; document++)
    levelOf[document] = levels.numberOf(documents.importance[document]!);
  writeVarint(head, levels.values.length);
  for (const level of levels.values) writeFloat64(head, level);
  writeCounted(head, levelOf);
}

function writeNames(head: ByteWriter, names: readonly string[]): void {
  writeVarint(head, names.length);
  for (const name of names) writeString(head, name);
}

/** Which documents were ended when this was written, and when. */
function writeEnds(head: ByteWriter, { count, endedAt }: SectionDocuments): void {
  const ended: number[] = [];
  for (let document = 0; document < count; document++) if (endedAt[document] !== STILL_CURRENT) ended.push(document);
  writeVarint(head, ended.length);
  writeRun(head, ended);
  writeRun(
    head,
    ended.map((document) => endedAt[document]!),
  );
}

/** What only a few documents are asked for, unit by unit: references, turns, times. @returns where each unit begins. */
function writeBlocks(out: ByteWriter, documents: SectionDocuments, unitStart: Int32Array): Float64Array {
  const units = unitStart.length - 1;
  const places = new Float64Array(units);
  for (let unit = 0; unit < units; unit++) {
    places[unit] = out.length;
    const [start, end] = [unitStart[unit]!, unitStart[unit + 1]!];
    reserve(out, (end - start) * 32);
    writeRun(out, documents.ref.subarray(start, end));
    writeRun(out, documents.timestamp.subarray(start, end));
    writeRun(out, documents.savedAt.subarray(start, end));
    writeRun(
      out,
      documents.turn.subarray(start, end).map((turn, at) => documents.ref[start + at]! - turn),
    );
  }
  return places;
}

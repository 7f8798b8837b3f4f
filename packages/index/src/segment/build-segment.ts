/**
 * Builds the bytes of a segment from a batch: one section per namespace. The same code serves the file that a background build
 * writes and the sections in memory that make a save searchable at once.
 */
import { crc32 } from "node:zlib";
import { toTagTerm } from "../analysis/tag-term.ts";
import { createTermBuffer } from "../analysis/term-buffer.ts";
import type { TermTable } from "../analysis/term-table.ts";
import { writtenBytes } from "./byte-writer.ts";
import type { DocumentBatch } from "./document-batch.ts";
import { createNumbering } from "./numbering.ts";
import { createDocumentColumns, layDown, NONE, type SectionDocuments } from "./section-documents.ts";
import { createSectionWriter, type SectionSizes, type SectionWriter } from "./section-writer.ts";
import { sectionBytes, segmentHead, segmentTail, type SectionPlace } from "./segment-file.ts";
import { sessionKey } from "./session-key.ts";
import { sortedTerms } from "./term-order.ts";
import { sortByTerm, type TokenRun } from "./term-sorter.ts";

/** A guess, so that the terms of a batch find room from the beginning. */
const BYTES_PER_TERM = 8;

/** @returns the segment's parts, in the order of the file. The table remembers words from one build to the next. */
export function buildSegment(batch: DocumentBatch, table: TermTable): Uint8Array[] {
  const parts = [segmentHead()];
  const places: SectionPlace[] = [];
  let at = parts[0]!.length;
  for (const [namespace, members] of membersByNamespace(batch)) {
    const section = buildSection(batch, members, table);
    parts.push(...section.parts);
    places.push({ namespace, at, sizes: section.sizes, headCrc: crc32(section.parts.at(-1)!) });
    at += sectionBytes(section.sizes);
  }
  parts.push(segmentTail(places, at));
  return parts;
}

/** The places of a batch by namespace, each in order of reference. */
function membersByNamespace({ namespace, names }: DocumentBatch): [namespace: string, members: Int32Array][] {
  const numbers = createNumbering<number>();
  const numberOf = namespace.map((name) => numbers.numberOf(name));
  const counts = new Int32Array(numbers.values.length);
  for (const number of numberOf) counts[number]!++;
  const members = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (let place = 0; place < namespace.length; place++) {
    const number = numberOf[place]!;
    members[number]![counts[number]!++] = place;
  }
  return members.map((places, number) => [names[numbers.values[number]!]!, places]);
}

function buildSection(
  batch: DocumentBatch,
  members: Int32Array,
  table: TermTable,
): { parts: Uint8Array[]; sizes: SectionSizes } {
  const order = layDown(sessionsOf(batch, members), turnsOf(batch, members)).map((at) => members[at]!);
  const documents = toColumns(batch, order);
  const words = readWords(batch, { order, documents, table });
  const writer = createSectionWriter(documents);
  addTags(writer, batch, order); // the mark of tags sorts before any word
  addWords(writer, words, table);
  const { rest, sizes } = writer.finish();
  return { parts: [writtenBytes(writer.lists), ...rest], sizes };
}

/** The session of each member, numbered from 0, or NONE. */
function sessionsOf({ session }: DocumentBatch, members: Int32Array): Int32Array {
  const numbers = createNumbering<number>();
  return members.map((place) => (session[place] === NONE ? NONE : numbers.numberOf(session[place]!)));
}

function turnsOf({ turn }: DocumentBatch, members: Int32Array): Float64Array {
  const turns = new Float64Array(members.length);
  for (let at = 0; at < members.length; at++) turns[at] = turn[members[at]!]!;
  return turns;
}

function addTags(writer: SectionWriter, batch: DocumentBatch, order: Int32Array): void {
  const lists = sortByTerm(readTags(batch, order));
  for (const { id, bytes } of sortedTerms(lists.used, (tag) => toTagTerm(batch.names[tag]!)))
    writer.addTerm(bytes, bytes.length, lists.documentsOf(id));
}

function addWords(writer: SectionWriter, tokens: TokenRun, table: TermTable): void {
  const lists = sortByTerm(tokens);
  for (const id of table.sortIds(lists.used)) {
    const bytes = table.bytesOf(id);
    writer.addTerm(bytes, bytes.length, lists.documentsOf(id));
  }
}

function toColumns(batch: DocumentBatch, order: Int32Array): SectionDocuments {
  const columns = createDocumentColumns(order.length);
  const types = createNumbering<number>();
  const speakers = createNumbering<number>();
  const sessions = createNumbering<number>();
  for (let at = 0; at < order.length; at++) {
    const place = order[at]!;
    columns.ref[at] = batch.ref[place]!;
    columns.turn[at] = batch.turn[place]!;
    columns.timestamp[at] = batch.timestamp[place]!;
    columns.savedAt[at] = batch.savedAt[place]!;
    columns.endedAt[at] = batch.endedAt[place]!;
    columns.importance[at] = batch.importance[place]!;
    columns.type[at] = types.numberOf(batch.type[place]!);
    if (batch.speaker[place] !== NONE) columns.speaker[at] = speakers.numberOf(batch.speaker[place]!);
    if (batch.session[place] !== NONE) columns.session[at] = sessions.numberOf(batch.session[place]!);
  }
  const nameOf = (place: number): string => batch.names[place]!;
  return {
    ...columns,
    types: types.values.map(nameOf),
    speakers: speakers.values.map(nameOf),
    sessionKeys: BigUint64Array.from(sessions.values, (place) => sessionKey(nameOf(place))),
  };
}

/** Analyses every text, and gives each document its length and flags on the way. */
function readWords(
  batch: DocumentBatch,
  { order, documents, table }: { order: Int32Array; documents: SectionDocuments; table: TermTable },
): TokenRun {
  const starts = new Int32Array(order.length + 1);
  const buffer = createTermBuffer(Math.ceil(batch.texts.length / BYTES_PER_TERM));
  for (let at = 0; at < order.length; at++) {
    const place = order[at]!;
    const from = place === 0 ? 0 : batch.textEnd[place - 1]!;
    documents.length[at] = table.analyze(batch.texts, from, batch.textEnd[place]!, buffer);
    documents.flags[at] = table.flags;
    starts[at + 1] = buffer.count;
  }
  return { ids: buffer.ids, starts, documents: order.length, terms: table.termCount };
}

/** The tags of each document, as places in the batch's names. */
function readTags({ tags, tagEnd, names }: DocumentBatch, order: Int32Array): TokenRun {
  const ids = new Int32Array(tags.length);
  const starts = new Int32Array(order.length + 1);
  let count = 0;
  for (let at = 0; at < order.length; at++) {
    const place = order[at]!;
    for (let tag = place === 0 ? 0 : tagEnd[place - 1]!; tag < tagEnd[place]!; tag++) ids[count++] = tags[tag]!;
    starts[at + 1] = count;
  }
  return { ids, starts, documents: order.length, terms: names.length };
}

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
function membersByNamespace({ namespace, names, count }: DocumentBatch): Map<string, number[]> {
  const members = new Map<string, number[]>();
  for (let place = 0; place < count; place++) {
    const name = names[namespace[place]!]!;
    const known = members.get(name);
    if (known === undefined) members.set(name, [place]);
    else known.push(place);
  }
  return members;
}

function buildSection(
  batch: DocumentBatch,
  members: readonly number[],
  table: TermTable,
): { parts: Uint8Array[]; sizes: SectionSizes } {
  const order = layDown(
    sessionsOf(batch, members),
    Float64Array.from(members, (place) => batch.turn[place]!),
  ).map((at) => members[at]!);
  const documents = toColumns(batch, order);
  const words = readWords(batch, { order, documents, table });
  const writer = createSectionWriter(documents);
  addTerms(writer, readTags(batch, order), (tag) => toTagTerm(batch.names[tag]!)); // the mark of tags sorts before any word
  addTerms(writer, words, table.termOf);
  const { rest, sizes } = writer.finish();
  return { parts: [writtenBytes(writer.lists), ...rest], sizes };
}

/** The session of each member, numbered from 0, or NONE. */
function sessionsOf({ session }: DocumentBatch, members: readonly number[]): Int32Array {
  const numbers = createNumbering<number>();
  return Int32Array.from(members, (place) => (session[place] === NONE ? NONE : numbers.numberOf(session[place]!)));
}

function addTerms(writer: SectionWriter, tokens: TokenRun, termOf: (id: number) => string): void {
  const lists = sortByTerm(tokens);
  for (const { id, bytes } of sortedTerms(lists.used, termOf))
    writer.addTerm(bytes, bytes.length, lists.documentsOf(id));
}

function toColumns(batch: DocumentBatch, order: Int32Array): SectionDocuments {
  const columns = createDocumentColumns(order.length);
  const types = createNumbering<number>();
  const speakers = createNumbering<number>();
  const sessions = createNumbering<number>();
  for (const [at, place] of order.entries()) {
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
  const buffer = createTermBuffer();
  for (const [at, place] of order.entries()) {
    documents.length[at] = table.analyze(batch.texts, batch.textStart[place]!, batch.textStart[place + 1]!, buffer);
    documents.flags[at] = table.flags;
    starts[at + 1] = buffer.count;
  }
  return { ids: buffer.ids, starts, documents: order.length, terms: table.termCount };
}

/** The tags of each document, as places in the batch's names. */
function readTags({ tags, tagStart, names }: DocumentBatch, order: Int32Array): TokenRun {
  const ids: number[] = [];
  const starts = [0];
  for (const place of order) {
    for (let tag = tagStart[place]!; tag < tagStart[place + 1]!; tag++) ids.push(tags[tag]!);
    starts.push(ids.length);
  }
  return { ids: Int32Array.from(ids), starts, documents: order.length, terms: names.length };
}

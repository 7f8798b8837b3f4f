/** Segments of the tests' own documents: bytes as a builder writes them, and the same opened from memory. */
import { createTermTable } from "../../src/analysis/term-table.ts";
import { buildSegment } from "../../src/segment/build-segment.ts";
import { memorySource } from "../../src/segment/byte-source.ts";
import { eachTerm } from "../../src/segment/dictionary.ts";
import { createBatchWriter, type BatchDocument } from "../../src/segment/document-batch.ts";
import { nextEntry, openCursor, readPostings } from "../../src/segment/posting-list.ts";
import { openSegment, type Segment } from "../../src/segment/segment-file.ts";
import type { Section } from "../../src/segment/section.ts";
import { aDocument } from "../documents.ts";

/** Documents numbered from `first` on, one a text, said in a session. */
export function someTurns(texts: readonly string[], first = 1, session: string | undefined = "s1"): BatchDocument[] {
  return texts.map((text, at) => aDocument(first + at, text, { session }));
}

/** @param ends references and times of those that had ended before. */
export function segmentBytes(documents: readonly BatchDocument[], ends: readonly (readonly [number, number])[] = []) {
  const writer = createBatchWriter();
  for (const document of documents) writer.add(document);
  for (const [ref, at] of ends) writer.end(writer.find(ref), at);
  return Uint8Array.from(Buffer.concat(buildSegment(writer.batch(), createTermTable())));
}

export function aSegment(
  documents: readonly BatchDocument[],
  ends: readonly (readonly [number, number])[] = [],
): Segment {
  return openSegment(memorySource(segmentBytes(documents, ends)));
}

export function aSection(
  documents: readonly BatchDocument[],
  ends: readonly (readonly [number, number])[] = [],
): Section {
  return aSegment(documents, ends).section("default")!;
}

/** References of a section in the order in which it holds them. */
export function refsOf(section: Section): number[] {
  return Array.from({ length: section.units }, (_, unit) => [...section.readBlock(unit).ref]).flat();
}

/** Document numbers and frequencies by term. */
export function postingsByTerm(section: Section): Record<string, [document: number, frequency: number][]> {
  const found: Record<string, [number, number][]> = {};
  const places = new Uint8Array(32);
  const frequencies = new Int32Array(32);
  for (const { term, entry } of eachTerm(section.dictionary)) {
    const list = section.readList(entry);
    const postings: [number, number][] = [];
    for (const cursor = openCursor(list); cursor.entry < list.units; nextEntry(cursor)) {
      const count = readPostings(cursor, places, frequencies);
      for (let at = 0; at < count; at++)
        postings.push([section.unitStart[cursor.unit]! + places[at]!, frequencies[at]!]);
    }
    found[Buffer.from(term).toString()] = postings;
  }
  return found;
}

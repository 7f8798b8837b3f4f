/** Merges segments into one, namespace by namespace and term by term, with memory for documents and one list, not for all lists. */
import { crc32 } from "node:zlib";
import { writtenBytes } from "./byte-writer.ts";
import { eachTerm, type TermEntry } from "./dictionary.ts";
import { UNIT_DOCUMENTS } from "./format.ts";
import { mergeDocuments } from "./merge-documents.ts";
import { nextEntry, openCursor, readPostings } from "./posting-list.ts";
import type { TermDocuments } from "./posting-writer.ts";
import { NONE } from "./section-documents.ts";
import type { Section } from "./section.ts";
import { createSectionWriter, type SectionSizes } from "./section-writer.ts";
import { sectionBytes, segmentHead, segmentTail, type Segment, type SectionPlace } from "./segment-file.ts";

/** Takes the bytes of a segment in order. They may be reused after it resolves. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/** Lists are passed on when so many bytes of them have gathered. */
const PASSED_BYTES = 1_048_576;

/** @param segments oldest first. @param without references of documents of which nothing is to be left. */
export async function mergeSegments(
  segments: readonly Segment[],
  write: WriteBytes,
  without: ReadonlySet<number> = new Set(),
): Promise<void> {
  const namespaces = new Set(segments.flatMap((segment) => segment.namespaces));
  const places: SectionPlace[] = [];
  const head = segmentHead();
  let at = head.length;
  await write(head);
  for (const namespace of namespaces) {
    const sections = segments.map((segment) => segment.section(namespace)).filter((section) => section !== undefined);
    const { sizes, headCrc } = await mergeSections(sections, write, without);
    places.push({ namespace, at, sizes, headCrc });
    at += sectionBytes(sizes);
  }
  await write(segmentTail(places, at));
}

async function mergeSections(
  sections: readonly Section[],
  write: WriteBytes,
  without: ReadonlySet<number>,
): Promise<{ sizes: SectionSizes; headCrc: number }> {
  const { documents, newNumbers } = mergeDocuments(sections, without);
  const writer = createSectionWriter(documents);
  const passOn = async (): Promise<void> => {
    await write(writtenBytes(writer.lists));
    writer.lists.length = 0;
  };
  const merged: TermDocuments = { count: 0, documents: new Int32Array(1024), frequencies: new Int32Array(1024) };
  for (const { term, holders } of termsOf(sections)) {
    merged.count = 0;
    for (const { section, entry } of holders)
      collect(sections[section]!, { entry, newNumbers: newNumbers[section]! }, merged);
    if (merged.count === 0) continue;
    sortDocuments(merged);
    writer.addTerm(term, merged);
    if (writer.lists.length >= PASSED_BYTES) await passOn();
  }
  await passOn();
  const { rest, sizes } = writer.finish();
  for (const part of rest) await write(part);
  return { sizes, headCrc: crc32(rest.at(-1)!) };
}

interface TermHolders {
  readonly term: Uint8Array;
  readonly holders: readonly { readonly section: number; readonly entry: TermEntry }[];
}

/** All terms of the sections in order, each once, with the sections that have it. */
function* termsOf(sections: readonly Section[]): Generator<TermHolders> {
  const readers = sections.map(({ dictionary }) => eachTerm(dictionary));
  const heads = readers.map((reader) => next(reader));
  for (;;) {
    let term: Uint8Array | undefined;
    for (const head of heads) {
      if (head !== undefined && (term === undefined || Buffer.compare(head.term, term) < 0)) term = head.term;
    }
    if (term === undefined) return;
    const holders: { section: number; entry: TermEntry }[] = [];
    for (const [section, head] of heads.entries()) {
      if (head === undefined || Buffer.compare(head.term, term) !== 0) continue;
      holders.push({ section, entry: head.entry });
    }
    yield { term: Uint8Array.from(term), holders };
    for (const { section } of holders) heads[section] = next(readers[section]!);
  }
}

type TermReader = ReturnType<typeof eachTerm>;

function next(reader: TermReader): { term: Uint8Array; entry: TermEntry } | undefined {
  const { value, done } = reader.next();
  return done === true ? undefined : value;
}

/** Appends a list's documents under their new numbers. */
function collect(
  section: Section,
  { entry, newNumbers }: { entry: TermEntry; newNumbers: Int32Array },
  into: TermDocuments,
): void {
  const list = section.readList(entry);
  reserve(into, entry.documents); // believed now that there are bytes for so many
  const places = new Uint8Array(UNIT_DOCUMENTS);
  const frequencies = new Int32Array(UNIT_DOCUMENTS);
  for (const cursor = openCursor(list); cursor.entry < list.units; nextEntry(cursor)) {
    const start = section.unitStart[cursor.unit]!;
    const count = readPostings(cursor, places, frequencies);
    for (let at = 0; at < count; at++) {
      const document = newNumbers[start + places[at]!]!;
      if (document === NONE) continue;
      into.documents[into.count] = document;
      into.frequencies[into.count++] = frequencies[at]!;
    }
  }
}

function reserve(into: TermDocuments, more: number): void {
  if (into.count + more <= into.documents.length) return;
  const capacity = Math.max(into.count + more, into.documents.length * 2);
  const larger = { documents: new Int32Array(capacity), frequencies: new Int32Array(capacity) };
  larger.documents.set(into.documents.subarray(0, into.count));
  larger.frequencies.set(into.frequencies.subarray(0, into.count));
  Object.assign(into, larger);
}

/** Sections are mostly one behind the other; only sessions that come together change the order. */
function sortDocuments(term: TermDocuments): void {
  const { count, documents, frequencies } = term;
  let isSorted = true;
  for (let at = 1; at < count && isSorted; at++) isSorted = documents[at - 1]! < documents[at]!;
  if (isSorted) return;
  const order = Int32Array.from({ length: count }, (_, at) => at).sort((a, b) => documents[a]! - documents[b]!);
  documents.set(order.map((at) => documents[at]!));
  frequencies.set(order.map((at) => frequencies[at]!));
}

/** Merges segments into one, namespace by namespace and term by term, with memory for documents and one list, not for all lists. */
import { crc32 } from "node:zlib";
import { writtenBytes } from "./byte-writer.ts";
import { mergeDocuments } from "./merge-documents.ts";
import type { Section } from "./section.ts";
import { createSectionWriter, type SectionSizes } from "./section-writer.ts";
import { sectionBytes, segmentHead, segmentTail, type Segment, type SectionPlace } from "./segment-file.ts";
import { createGatheredTerm, gatherList, openGatheredSection, takeGathered } from "./term-documents.ts";
import { nextMergedTerm, openTermMerge } from "./term-merge.ts";

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
  const terms = openTermMerge(sections.map(({ dictionary }) => dictionary));
  const gathering = sections.map((section, at) => openGatheredSection(section, newNumbers[at]!));
  const gathered = createGatheredTerm(documents.count);
  while (nextMergedTerm(terms)) {
    for (let at = 0; at < terms.count; at++) {
      const holder = terms.holders[at]!;
      gatherList(gathering[holder]!, terms.cursors[holder]!, gathered);
    }
    const { term, length } = terms.cursors[terms.holders[0]!]!;
    const merged = takeGathered(gathered);
    if (merged.count > 0) writer.addTerm(term, length, merged);
    merged.count = 0;
    if (writer.lists.length >= PASSED_BYTES) await passOn();
  }
  await passOn();
  const { rest, sizes } = writer.finish();
  for (const part of rest) await write(part);
  return { sizes, headCrc: crc32(rest.at(-1)!) };
}

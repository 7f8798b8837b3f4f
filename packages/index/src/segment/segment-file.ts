/**
 * A segment: sections of many namespaces in one run of bytes, and a directory at its end that says where each lies. Format:
 * docs/format/index-segment.md. The head of a section is checked when it is opened, the directory when the segment is.
 */
import { crc32 } from "node:zlib";
import {
  createByteCursor,
  damaged,
  readCount,
  readFloat64,
  readString,
  readUint32At,
  readVarint,
} from "./byte-reader.ts";
import type { ByteSource } from "./byte-source.ts";
import {
  createByteWriter,
  writeBytes,
  writeFloat64,
  writeString,
  writeUint32,
  writeVarint,
  writtenBytes,
} from "./byte-writer.ts";
import { SEGMENT_HEAD_BYTES, SEGMENT_MAGIC, SEGMENT_TAIL_BYTES, SEGMENT_VERSION } from "./format.ts";
import type { ListCache } from "./list-cache.ts";
import { openSection, type Section } from "./section.ts";
import type { SectionSizes } from "./section-writer.ts";

/** Where a section lies. */
export interface SectionPlace {
  readonly namespace: string;
  readonly at: number;
  readonly sizes: SectionSizes;
  /** CRC32 of its head. */
  readonly headCrc: number;
}

/** A segment that is open. */
export interface Segment {
  readonly sizeBytes: number;
  readonly namespaces: readonly string[];
  /** The section of a namespace, opened at its first use; `undefined` when the segment has none of it. */
  section(namespace: string): Section | undefined;
}

/** The bytes before the first section. */
export function segmentHead(): Uint8Array {
  const head = createByteWriter(SEGMENT_HEAD_BYTES);
  writeUint32(head, SEGMENT_MAGIC);
  writeUint32(head, SEGMENT_VERSION);
  return writtenBytes(head);
}

/** Bytes of a section in all. */
export function sectionBytes({ listBytes, dictionaryBytes, blockBytes, headBytes }: SectionSizes): number {
  return listBytes + dictionaryBytes + blockBytes + headBytes;
}

/** The bytes behind the last section, which ends at `end`. */
export function segmentTail(places: readonly SectionPlace[], end: number): Uint8Array {
  const directory = createByteWriter();
  writeVarint(directory, places.length);
  for (const { namespace, at, sizes, headCrc } of places) {
    writeString(directory, namespace);
    for (const number of [at, sizes.listBytes, sizes.dictionaryBytes, sizes.blockBytes, sizes.headBytes, headCrc])
      writeVarint(directory, number);
  }
  const bytes = writtenBytes(directory);
  const tail = createByteWriter(bytes.length + SEGMENT_TAIL_BYTES);
  writeBytes(tail, bytes);
  writeFloat64(tail, end);
  writeUint32(tail, bytes.length);
  writeUint32(tail, crc32(bytes));
  writeUint32(tail, SEGMENT_MAGIC);
  return writtenBytes(tail);
}

/** @param cache keeps its lists. @throws INDEX_DAMAGED when it is no segment, or one of another version. */
export function openSegment(source: ByteSource, cache?: ListCache): Segment {
  const places = new Map(readDirectory(source).map((place) => [place.namespace, place]));
  const opened = new Map<string, Section>();
  return {
    sizeBytes: source.sizeBytes,
    namespaces: [...places.keys()],
    section(namespace) {
      const place = places.get(namespace);
      if (place === undefined) return undefined;
      let section = opened.get(namespace);
      if (section === undefined) {
        const part = source.part(place.at, sectionBytes(place.sizes));
        section = openSection(part, { sizes: place.sizes, headBytes: readHead(part, place), cache });
        opened.set(namespace, section);
      }
      return section;
    },
  };
}

function readDirectory(source: ByteSource): SectionPlace[] {
  if (source.sizeBytes < SEGMENT_HEAD_BYTES + SEGMENT_TAIL_BYTES) throw damaged("a segment is too short");
  const head = source.read(0, SEGMENT_HEAD_BYTES);
  const tailAt = source.sizeBytes - SEGMENT_TAIL_BYTES;
  const tail = source.read(tailAt, SEGMENT_TAIL_BYTES);
  const isOurs = readUint32At(head, 0) === SEGMENT_MAGIC && readUint32At(tail, 16) === SEGMENT_MAGIC;
  if (!isOurs || readUint32At(head, 4) !== SEGMENT_VERSION) throw damaged("a file is no segment of this version");
  const at = readFloat64(createByteCursor(tail));
  const sizeBytes = readUint32At(tail, 8);
  if (at + sizeBytes !== tailAt) throw damaged("the directory of a segment has no place");
  const bytes = source.read(at, sizeBytes);
  if (crc32(bytes) !== readUint32At(tail, 12)) throw damaged("the directory of a segment fails its checksum");
  const cursor = createByteCursor(bytes);
  return Array.from({ length: readCount(cursor) }, () => {
    const namespace = readString(cursor);
    const place = readVarint(cursor);
    const [listBytes, dictionaryBytes, blockBytes] = [readVarint(cursor), readVarint(cursor), readVarint(cursor)];
    const headBytes = readVarint(cursor);
    const sizes = { listBytes, dictionaryBytes, blockBytes, headBytes };
    return { namespace, at: place, sizes, headCrc: readVarint(cursor) };
  });
}

/** The head of a section, checked. */
function readHead(section: ByteSource, { sizes, headCrc }: SectionPlace): Uint8Array {
  const head = section.read(section.sizeBytes - sizes.headBytes, sizes.headBytes);
  if (crc32(head) !== headCrc) throw damaged("the head of a section fails its checksum");
  return head;
}

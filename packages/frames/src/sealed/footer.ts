/**
 * File header and footer of a sealed segment. Layout: docs/format/sealed.md §File header, §Footer.
 * Invariant: a decoded footer describes a file of exactly the size it was found in, so that no length in it leads astray.
 */
import { crc32 } from "node:zlib";
import type { DiskFile } from "../disk/disk.ts";
import { assertSame, sealedDamage } from "./damage.ts";
import type { Place } from "./damage.ts";
import {
  DIRECTORY_ENTRY_BYTES,
  FOOTER_BYTES,
  FOOTER_CHUNKS_AT,
  FOOTER_CRC_AT,
  FOOTER_DIRECTORY_AT,
  FOOTER_FINGERPRINTS_AT,
  FOOTER_FIRST_SEQ_AT,
  FOOTER_FIRST_TIME_AT,
  FOOTER_FRAMES_AT,
  FOOTER_IDS_AT,
  FOOTER_LAST_SEQ_AT,
  FOOTER_LAST_TIME_AT,
  FOOTER_MAGIC_AT,
  FOOTER_RAW_BYTES_AT,
  FOOTER_RESERVED_AT,
  HEADER_BYTES,
  HEADER_CRC_AT,
  HEADER_CREATED_AT_AT,
  HEADER_FIRST_SEQ_AT,
  HEADER_LAST_SEQ_AT,
  HEADER_RESERVED_AT,
  MAGIC_BYTES,
  MAX_CHUNK_FRAMES,
  MAX_SEQ_SPAN,
  SEALED_MAGIC,
} from "./format.ts";
import { tableLayout } from "./key-table.ts";
import { readInt64, writeInt64 } from "./numbers.ts";

/** The seqs that a segment stands for; frames may be missing inside. */
export interface SeqRange {
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** What the first bytes of the file say. */
export interface SealedHeader extends SeqRange {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Where a part of the file lies: its items (chunks or keys) and the checksum of the directory, or of the table's head. */
export interface TableRef {
  readonly offset: number;
  readonly items: number;
  readonly crc: number;
}

/** What the last bytes of the file say. */
export interface SealedFooter extends SeqRange {
  readonly frames: number;
  readonly chunks: number;
  /** Bytes of content of all frames, as they are stored (a delta counts as the delta). */
  readonly rawBytes: number;
  /** Least and greatest timestamp in ms; both 0 without frames. */
  readonly firstTime: number;
  readonly lastTime: number;
  readonly directory: TableRef;
  readonly ids: TableRef;
  readonly fingerprints: TableRef;
}

/** Encodes the file header. */
export function encodeHeader(header: SealedHeader): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.set(SEALED_MAGIC);
  writeInt64(bytes, header.firstSeq, HEADER_FIRST_SEQ_AT);
  writeInt64(bytes, header.lastSeq, HEADER_LAST_SEQ_AT);
  writeInt64(bytes, header.createdAt, HEADER_CREATED_AT_AT);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, HEADER_CRC_AT)), HEADER_CRC_AT);
  return bytes;
}

/** Decodes the file header. @throws FRAMES_CORRUPT. */
export function decodeHeader(bytes: Buffer, path: string): SealedHeader {
  const place = { path, offset: 0 };
  assertSame(place, { what: "bytes of the header", expected: HEADER_BYTES, found: bytes.length });
  assertMagic(bytes.subarray(0, SEALED_MAGIC.length), place);
  assertCrc(bytes, HEADER_CRC_AT, place);
  assertZero(bytes.subarray(HEADER_RESERVED_AT, HEADER_CRC_AT), place);
  const createdAt = readInt64(bytes, HEADER_CREATED_AT_AT);
  return { ...readRange(bytes, HEADER_FIRST_SEQ_AT, place), createdAt };
}

/** Encodes the footer. */
export function encodeFooter(footer: SealedFooter): Uint8Array {
  const bytes = Buffer.alloc(FOOTER_BYTES);
  writeInt64(bytes, footer.firstSeq, FOOTER_FIRST_SEQ_AT);
  writeInt64(bytes, footer.lastSeq, FOOTER_LAST_SEQ_AT);
  bytes.writeUInt32BE(footer.frames, FOOTER_FRAMES_AT);
  bytes.writeUInt32BE(footer.chunks, FOOTER_CHUNKS_AT);
  writeInt64(bytes, footer.rawBytes, FOOTER_RAW_BYTES_AT);
  writeInt64(bytes, footer.firstTime, FOOTER_FIRST_TIME_AT);
  writeInt64(bytes, footer.lastTime, FOOTER_LAST_TIME_AT);
  writeRef(bytes, footer.directory, FOOTER_DIRECTORY_AT);
  writeRef(bytes, footer.ids, FOOTER_IDS_AT);
  writeRef(bytes, footer.fingerprints, FOOTER_FINGERPRINTS_AT);
  bytes.set(SEALED_MAGIC, FOOTER_MAGIC_AT);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, FOOTER_CRC_AT)), FOOTER_CRC_AT);
  return bytes;
}

/** Decodes the footer of a file of `sizeBytes`. @throws FRAMES_CORRUPT. */
function decodeFooter(bytes: Buffer, sizeBytes: number, path: string): SealedFooter {
  const place = { path, offset: Math.max(0, sizeBytes - FOOTER_BYTES) };
  assertSame(place, { what: "bytes of the footer", expected: FOOTER_BYTES, found: bytes.length });
  assertMagic(bytes.subarray(FOOTER_MAGIC_AT), place);
  assertCrc(bytes, FOOTER_CRC_AT, place);
  assertZero(bytes.subarray(FOOTER_RESERVED_AT, FOOTER_CRC_AT), place);
  const footer: SealedFooter = {
    ...readRange(bytes, FOOTER_FIRST_SEQ_AT, place),
    frames: bytes.readUInt32BE(FOOTER_FRAMES_AT),
    chunks: bytes.readUInt32BE(FOOTER_CHUNKS_AT),
    rawBytes: readInt64(bytes, FOOTER_RAW_BYTES_AT),
    firstTime: readInt64(bytes, FOOTER_FIRST_TIME_AT),
    lastTime: readInt64(bytes, FOOTER_LAST_TIME_AT),
    directory: readRef(bytes, FOOTER_DIRECTORY_AT),
    ids: readRef(bytes, FOOTER_IDS_AT),
    fingerprints: readRef(bytes, FOOTER_FINGERPRINTS_AT),
  };
  assertLayout(footer, sizeBytes, place);
  return footer;
}

/** Reads and checks the footer. @throws FRAMES_CORRUPT. */
export function readFooter(file: DiskFile, path: string, sizeBytes: number): SealedFooter {
  const bytes = Buffer.alloc(Math.min(FOOTER_BYTES, sizeBytes));
  const count = bytes.length < MAGIC_BYTES ? 0 : file.readSync(bytes, sizeBytes - bytes.length);
  return decodeFooter(bytes.subarray(0, count), sizeBytes, path);
}

/** The parts follow one another without gaps, from the chunks to the footer. */
function assertLayout(footer: SealedFooter, sizeBytes: number, place: Place): void {
  const { frames, chunks, directory, ids, fingerprints } = footer;
  const idsAt = directory.offset + chunks * DIRECTORY_ENTRY_BYTES;
  const fingerprintsAt = idsAt + tableLayout(ids.items).sizeBytes;
  const end = fingerprintsAt + tableLayout(fingerprints.items).sizeBytes + FOOTER_BYTES;
  assertSame(place, { what: "entries of the directory", expected: chunks, found: directory.items });
  assertSame(place, { what: "keys of the id table", expected: frames, found: ids.items });
  assertSame(place, { what: "offset of the id table", expected: idsAt, found: ids.offset });
  assertSame(place, { what: "offset of the fingerprint table", expected: fingerprintsAt, found: fingerprints.offset });
  assertSame(place, { what: "size of the file", expected: end, found: sizeBytes });
  if (directory.offset < HEADER_BYTES) {
    throw sealedDamage(place, { what: "offset of the directory", expected: "behind", found: directory.offset });
  }
  if (fingerprints.items > frames || chunks > frames || frames > chunks * MAX_CHUNK_FRAMES) {
    throw sealedDamage(place, { what: "frames", expected: "1 to 50 a chunk", found: frames });
  }
}

function readRange(bytes: Buffer, at: number, place: Place): SeqRange {
  const firstSeq = readInt64(bytes, at);
  const lastSeq = readInt64(bytes, at + 8);
  const span = lastSeq - firstSeq;
  if (!Number.isSafeInteger(firstSeq) || firstSeq < 0 || !(span >= 0 && span <= MAX_SEQ_SPAN)) {
    throw sealedDamage(place, { what: "range of seqs", expected: "ascending", found: `${firstSeq} to ${lastSeq}` });
  }
  return { firstSeq, lastSeq };
}

function writeRef(bytes: Buffer, ref: TableRef, at: number): void {
  writeInt64(bytes, ref.offset, at);
  bytes.writeUInt32BE(ref.items, at + 8);
  bytes.writeUInt32BE(ref.crc, at + 12);
}

function readRef(bytes: Buffer, at: number): TableRef {
  return { offset: readInt64(bytes, at), items: bytes.readUInt32BE(at + 8), crc: bytes.readUInt32BE(at + 12) };
}

function assertMagic(bytes: Buffer, place: Place): void {
  assertSame(place, {
    what: "magic",
    expected: Buffer.from(SEALED_MAGIC).toString("hex"),
    found: bytes.toString("hex"),
  });
}

function assertCrc(bytes: Buffer, at: number, place: Place): void {
  assertSame(place, { what: "checksum", expected: bytes.readUInt32BE(at), found: crc32(bytes.subarray(0, at)) });
}

function assertZero(bytes: Buffer, place: Place): void {
  if (bytes.some((byte) => byte !== 0))
    throw sealedDamage(place, { what: "reserved bytes", expected: 0, found: "set" });
}

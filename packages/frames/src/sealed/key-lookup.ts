/**
 * Key lookup: from a key to the places that may hold it. Format: docs/format/sealed.md §Key table.
 * Invariants: the head (filter and bucket table, about 1.5 bytes a key) is checked when it is loaded, each bucket when it is
 * read, so that damage throws and never looks like an absent key; nothing larger than the table is allocated.
 */
import { crc32 } from "node:zlib";
import type { DiskFile } from "../disk/disk.ts";
import { mayHold } from "./bloom.ts";
import { assertSame, sealedDamage } from "./damage.ts";
import { CRC_BYTES, TABLE_ENTRY_BYTES } from "./format.ts";
import type { TableRef } from "./footer.ts";
import { bucketAt, bucketOf, tableLayout } from "./key-table.ts";
import type { TableLayout } from "./key-table.ts";

/** Buckets up to this size are read into a buffer that is kept. */
const SCRATCH_BYTES = 1024;

/** Finds places by key. */
export interface KeyLookup {
  /** Places (chunk << 6 | slot) whose key has these bits, ascending. @throws FRAMES_CORRUPT. */
  candidates(key: number): readonly number[];
  /** Calls `visit` with every key, after its bucket was checked. @throws FRAMES_CORRUPT. */
  forEachKey(visit: (key: number) => void): void;
}

/** What a lookup works on. */
export interface LookupParts {
  readonly file: Pick<DiskFile, "readSync">;
  readonly path: string;
  readonly table: TableRef;
}

interface Head {
  readonly layout: TableLayout;
  readonly bloom: Uint8Array;
  readonly starts: Uint32Array;
}

const NOTHING: readonly number[] = Object.freeze([]);

/** Opens a table; its head is loaded by the first question. */
export function openKeyLookup(parts: LookupParts): KeyLookup {
  let head: Head | undefined;
  const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  return {
    candidates: (key) => {
      if (parts.table.items === 0) return NOTHING;
      head ??= loadHead(parts);
      if (!mayHold(head.bloom, head.layout.bloomBytes, key)) return NOTHING;
      return readBucket(parts, head, { key, scratch });
    },
    forEachKey: (visit) => {
      if (parts.table.items === 0) return;
      head ??= loadHead(parts);
      visitBuckets(readWhole(parts, head.layout), head, (entries) => {
        for (let at = 0; at < entries.length; at += TABLE_ENTRY_BYTES) visit(entries.readUInt32BE(at));
      });
    },
  };
}

/** Checks the whole table against its checksums. @throws FRAMES_CORRUPT. */
export function checkBuckets(parts: LookupParts): void {
  if (parts.table.items === 0) return;
  visitBuckets(parts, loadHead(parts), () => undefined);
}

/** @param visit gets the entries of each bucket, checked; they are valid until the next. */
function visitBuckets(parts: LookupParts, head: Head, visit: (entries: Buffer) => void): void {
  const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  for (let bucket = 0; bucket < head.layout.buckets; bucket++) visit(loadBucket(parts, head, { bucket, scratch }));
}

/** The same table, read at once: its file is memory. */
function readWhole(parts: LookupParts, layout: TableLayout): LookupParts {
  const { offset } = parts.table;
  const bytes = Buffer.allocUnsafeSlow(layout.sizeBytes);
  const held = bytes.subarray(0, parts.file.readSync(bytes, offset));
  return { ...parts, file: { readSync: (into, at) => held.copy(into, 0, at - offset) } };
}

function loadHead(parts: LookupParts): Head {
  const { offset, items, crc } = parts.table;
  const place = { path: parts.path, offset };
  const layout = tableLayout(items);
  const bytes = Buffer.allocUnsafeSlow(layout.headBytes);
  const count = parts.file.readSync(bytes, offset);
  assertSame(place, { what: "bytes of the key table's head", expected: layout.headBytes, found: count });
  assertSame(place, { what: "checksum of the key table's head", expected: crc, found: crc32(bytes) });
  const starts = new Uint32Array(layout.buckets + 1);
  let previous = 0;
  for (let bucket = 0; bucket < starts.length; bucket++) {
    const start = bytes.readUInt32BE(layout.bloomBytes + 4 * bucket);
    if (start < previous) throw sealedDamage(place, { what: "bucket table", expected: "ascending", found: start });
    starts[bucket] = previous = start;
  }
  assertSame(place, { what: "first bucket", expected: 0, found: starts[0] });
  assertSame(place, { what: "keys in the buckets", expected: items, found: previous });
  return { layout, bloom: new Uint8Array(bytes.subarray(0, layout.bloomBytes)), starts };
}

function readBucket(parts: LookupParts, head: Head, wanted: { key: number; scratch: Buffer }): readonly number[] {
  const { key } = wanted;
  const bytes = loadBucket(parts, head, { bucket: bucketOf(head.layout, key), scratch: wanted.scratch });
  const places: number[] = [];
  for (let at = 0; at < bytes.length; at += TABLE_ENTRY_BYTES) {
    if (bytes.readUInt32BE(at) === key) places.push(bytes.readUInt32BE(at + 4));
  }
  return places;
}

/** Reads the entries of a bucket, checked. */
function loadBucket(parts: LookupParts, head: Head, wanted: { bucket: number; scratch: Buffer }): Buffer {
  const { layout, starts } = head;
  const { bucket, scratch } = wanted;
  const start = starts[bucket] ?? 0;
  const entriesBytes = ((starts[bucket + 1] ?? 0) - start) * TABLE_ENTRY_BYTES;
  const sizeBytes = entriesBytes + CRC_BYTES;
  const offset = parts.table.offset + bucketAt(layout, bucket, start);
  const bytes = sizeBytes <= SCRATCH_BYTES ? scratch.subarray(0, sizeBytes) : Buffer.allocUnsafeSlow(sizeBytes);
  const count = parts.file.readSync(bytes, offset);
  const entries = bytes.subarray(0, entriesBytes);
  if (count !== sizeBytes || crc32(entries) !== bytes.readUInt32BE(entriesBytes)) {
    const place = { path: parts.path, offset };
    throw sealedDamage(place, { what: `bucket ${bucket}`, expected: `${sizeBytes} bytes`, found: "a wrong checksum" });
  }
  return entries;
}

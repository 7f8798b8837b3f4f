/**
 * Key table builder: from keys to the bytes by which frames are found. Format: docs/format/sealed.md §Key table.
 * Invariants: S5 the bytes depend only on the keys and their order; encoding works in steps of about 100 µs.
 */
import { crc32 } from "node:zlib";
import { addToBloom, bloomBytes } from "./bloom.ts";
import { CRC_BYTES, KEYS_PER_BUCKET, TABLE_ENTRY_BYTES } from "./format.ts";

/** Keys per page: no page is ever copied, so adding never takes long. */
const PAGE_KEYS = 8192;
const STEP_KEYS = 4096;
const STEP_BUCKETS = 256;

/** Where the parts of a table of so many keys lie, in bytes from its start. */
export interface TableLayout {
  readonly keys: number;
  readonly buckets: number;
  readonly bloomBytes: number;
  /** Bytes of filter and bucket table: what stays in memory. */
  readonly headBytes: number;
  readonly sizeBytes: number;
}

/** An encoded table and the checksum of its head. */
export interface EncodedTable {
  readonly bytes: Uint8Array;
  readonly keys: number;
  readonly headCrc: number;
}

/** Collects keys; 8 bytes of memory for each. */
export interface KeyTableBuilder {
  readonly count: number;
  /** Adds the place (chunk << 6 | slot) of a key; places must not descend. */
  add(key: number, place: number): void;
  /** Encodes the table. Yields between steps, so that the caller can let others work. */
  encode(): Generator<void, EncodedTable, undefined>;
}

/** Computes the layout of a table. */
export function tableLayout(keys: number): TableLayout {
  if (keys === 0) return { keys, buckets: 0, bloomBytes: 0, headBytes: 0, sizeBytes: 0 };
  const buckets = Math.ceil(keys / KEYS_PER_BUCKET);
  const filter = bloomBytes(keys);
  const headBytes = filter + 4 * (buckets + 1);
  const sizeBytes = headBytes + keys * TABLE_ENTRY_BYTES + buckets * CRC_BYTES;
  return { keys, buckets, bloomBytes: filter, headBytes, sizeBytes };
}

/** The bucket of a key: buckets stand in the order of keys. */
export function bucketOf(layout: TableLayout, key: number): number {
  return Math.floor((key * layout.buckets) / 2 ** 32);
}

/** Offset of a bucket within the table, when its first entry has the ordinal `start`. */
export function bucketAt(layout: TableLayout, bucket: number, start: number): number {
  return layout.headBytes + start * TABLE_ENTRY_BYTES + bucket * CRC_BYTES;
}

/** Creates an empty builder. */
export function createKeyTableBuilder(): KeyTableBuilder {
  const pages: Uint32Array[] = [];
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (key, place) => {
      const slot = count % PAGE_KEYS;
      if (slot === 0) pages.push(new Uint32Array(2 * PAGE_KEYS));
      const page = pages.at(-1);
      if (page === undefined) return;
      page[2 * slot] = key;
      page[2 * slot + 1] = place;
      count++;
    },
    encode: () => encodeTable(pages, tableLayout(count)),
  };
}

function* encodeTable(pages: readonly Uint32Array[], layout: TableLayout): Generator<void, EncodedTable, undefined> {
  const bytes = Buffer.alloc(layout.sizeBytes);
  const starts = yield* countBuckets(pages, layout, bytes);
  yield* fillBuckets(pages, layout, { bytes, starts });
  yield* closeBuckets(layout, { bytes, starts });
  const headCrc = crc32(bytes.subarray(0, layout.headBytes));
  return { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), keys: layout.keys, headCrc };
}

interface Filling {
  readonly bytes: Buffer;
  /** Ordinal of each bucket's first entry, then the number of all. */
  readonly starts: Uint32Array;
}

function* countBuckets(
  pages: readonly Uint32Array[],
  layout: TableLayout,
  bytes: Buffer,
): Generator<void, Uint32Array, undefined> {
  const starts = new Uint32Array(layout.buckets + 1);
  for (let from = 0; from < layout.keys; from += STEP_KEYS) {
    const page = pages[Math.floor(from / PAGE_KEYS)] ?? new Uint32Array(0);
    const end = Math.min(STEP_KEYS, layout.keys - from) + (from % PAGE_KEYS);
    for (let slot = from % PAGE_KEYS; slot < end; slot++) {
      const key = page[2 * slot] ?? 0;
      const next = bucketOf(layout, key) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
      addToBloom(bytes, layout.bloomBytes, key);
    }
    yield;
  }
  for (let bucket = 1; bucket < starts.length; bucket++) {
    starts[bucket] = (starts[bucket] ?? 0) + (starts[bucket - 1] ?? 0);
  }
  return starts;
}

function* fillBuckets(
  pages: readonly Uint32Array[],
  layout: TableLayout,
  filling: Filling,
): Generator<void, void, undefined> {
  const { bytes, starts } = filling;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length); // three times as fast as a Buffer's writes
  const next = starts.slice();
  for (let from = 0; from < layout.keys; from += STEP_KEYS) {
    const page = pages[Math.floor(from / PAGE_KEYS)] ?? new Uint32Array(0);
    const end = Math.min(STEP_KEYS, layout.keys - from) + (from % PAGE_KEYS);
    for (let slot = from % PAGE_KEYS; slot < end; slot++) {
      const key = page[2 * slot] ?? 0;
      const bucket = bucketOf(layout, key);
      const ordinal = next[bucket] ?? 0;
      next[bucket] = ordinal + 1;
      const at = bucketAt(layout, bucket, ordinal);
      view.setUint32(at, key);
      view.setUint32(at + 4, page[2 * slot + 1] ?? 0);
    }
    yield;
  }
}

function* closeBuckets(layout: TableLayout, filling: Filling): Generator<void, void, undefined> {
  const { bytes, starts } = filling;
  for (let bucket = 0; bucket <= layout.buckets && layout.buckets > 0; bucket++) {
    const start = starts[bucket] ?? 0;
    bytes.writeUInt32BE(start, layout.bloomBytes + 4 * bucket);
    if (bucket === layout.buckets) break;
    const crcAt = bucketAt(layout, bucket, starts[bucket + 1] ?? 0);
    bytes.writeUInt32BE(crc32(bytes.subarray(bucketAt(layout, bucket, start), crcAt)), crcAt);
    if (bucket % STEP_BUCKETS === STEP_BUCKETS - 1) yield;
  }
}

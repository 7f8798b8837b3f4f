/**
 * Chunk directory: where each chunk lies and which seqs and times it holds. Layout: docs/format/sealed.md §Directory.
 * Invariants: S3 its entries ascend in offset and seq; about 12 bytes a chunk stay in memory.
 */
import { crc32 } from "node:zlib";
import type { DiskFile } from "../disk/disk.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { assertSame, sealedDamage } from "./damage.ts";
import type { SealedFooter } from "./footer.ts";
import {
  DIRECTORY_ENTRY_BYTES,
  ENTRY_COUNT_AT,
  ENTRY_FIRST_SEQ_AT,
  ENTRY_FIRST_TIME_AT,
  ENTRY_LAST_TIME_AT,
  ENTRY_OFFSET_AT,
  ENTRY_RESERVED_AT,
  ENTRY_SEQ_SPAN_AT,
  HEADER_BYTES,
} from "./format.ts";
import { writeInt64 } from "./numbers.ts";

const PAGE_ENTRIES = 512;

/** Finds chunks. */
export interface Directory {
  readonly chunks: number;
  /** Offset of a chunk; of `chunks`, the end of the last one. */
  offset(ordinal: number): number;
  firstSeq(ordinal: number): number;
  /** The last chunk that begins at or before a seq; -1 when all begin behind it. */
  chunkBefore(seq: number): number;
}

/** Collects the entries of a segment's chunks; 32 bytes of memory for each. */
export interface DirectoryBuilder {
  readonly chunks: number;
  /** Adds the next chunk, which begins at `offset`. */
  add(chunk: ChunkHeader, offset: number): void;
  /** The directory's bytes in order, and their checksum. */
  encode(): { readonly pages: readonly Uint8Array[]; readonly crc: number };
}

/** Creates an empty builder for a segment whose range begins at `firstSeq`. */
export function createDirectoryBuilder(firstSeq: number): DirectoryBuilder {
  const pages: Buffer[] = [];
  let chunks = 0;
  return {
    get chunks() {
      return chunks;
    },
    add: (chunk, offset) => {
      const at = (chunks % PAGE_ENTRIES) * DIRECTORY_ENTRY_BYTES;
      if (at === 0) pages.push(Buffer.alloc(PAGE_ENTRIES * DIRECTORY_ENTRY_BYTES));
      const page = pages.at(-1);
      if (page === undefined) return;
      page.writeUIntBE(offset, at + ENTRY_OFFSET_AT, 6);
      page[at + ENTRY_COUNT_AT] = chunk.count;
      page.writeUInt32BE(chunk.firstSeq - firstSeq, at + ENTRY_FIRST_SEQ_AT);
      page.writeUInt32BE(chunk.seqSpan, at + ENTRY_SEQ_SPAN_AT);
      writeInt64(page, chunk.firstTime, at + ENTRY_FIRST_TIME_AT);
      writeInt64(page, chunk.lastTime, at + ENTRY_LAST_TIME_AT);
      chunks++;
    },
    encode: () => {
      const left = (n: number): number => Math.min(PAGE_ENTRIES, chunks - n * PAGE_ENTRIES);
      const full = pages.map((page, n) => page.subarray(0, left(n) * DIRECTORY_ENTRY_BYTES));
      return { pages: full, crc: full.reduce((crc, page) => crc32(page, crc), 0) };
    },
  };
}

/** Loads and checks the directory that a footer names. @throws FRAMES_CORRUPT. */
export function loadDirectory(file: DiskFile, path: string, footer: SealedFooter): Directory {
  const { chunks, firstSeq } = footer;
  const { offset: end, crc } = footer.directory;
  const place = { path, offset: end };
  const bytes = Buffer.allocUnsafeSlow(chunks * DIRECTORY_ENTRY_BYTES);
  const count = file.readSync(bytes, end);
  assertSame(place, { what: "bytes of the directory", expected: bytes.length, found: count });
  assertSame(place, { what: "checksum of the directory", expected: crc, found: crc32(bytes) });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length); // this loop runs before it is compiled
  const offsets = new Float64Array(chunks + 1);
  const seqs = new Uint32Array(chunks);
  let lastOffset = HEADER_BYTES - 1;
  let lastSeq = -1;
  let frames = 0;
  for (let ordinal = 0; ordinal < chunks; ordinal++) {
    const at = ordinal * DIRECTORY_ENTRY_BYTES;
    const offset = view.getUint16(at + ENTRY_OFFSET_AT) * 2 ** 32 + view.getUint32(at + ENTRY_OFFSET_AT + 2);
    const seq = view.getUint32(at + ENTRY_FIRST_SEQ_AT);
    const isReservedSet = bytes[at + ENTRY_RESERVED_AT] !== 0;
    if (isReservedSet || offset <= lastOffset || seq <= lastSeq || (ordinal === 0 && offset !== HEADER_BYTES)) {
      throw sealedDamage(place, { what: `entry ${ordinal}`, expected: "ascending", found: `${offset}, seq ${seq}` });
    }
    offsets[ordinal] = offset;
    seqs[ordinal] = seq;
    frames += bytes[at + ENTRY_COUNT_AT] ?? 0;
    lastOffset = offset;
    lastSeq = seq + view.getUint32(at + ENTRY_SEQ_SPAN_AT);
  }
  if (chunks > 0 && lastOffset >= end)
    throw sealedDamage(place, { what: "last chunk", expected: "before", found: lastOffset });
  assertSame(place, { what: "frames of the directory", expected: footer.frames, found: frames });
  offsets[chunks] = end;
  return createDirectory({ offsets, seqs, firstSeq });
}

function createDirectory(parts: { offsets: Float64Array; seqs: Uint32Array; firstSeq: number }): Directory {
  const { offsets, seqs, firstSeq } = parts;
  return {
    chunks: seqs.length,
    offset: (ordinal) => offsets[ordinal] ?? 0,
    firstSeq: (ordinal) => firstSeq + (seqs[ordinal] ?? 0),
    chunkBefore: (seq) => {
      const wanted = seq - firstSeq;
      let low = 0;
      let high = seqs.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((seqs[middle] ?? 0) <= wanted) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    },
  };
}

/**
 * Chunk source: fetches chunks of a segment file, one by its ordinal or many in order. Duties: docs/format/sealed.md §Reader duties.
 * Invariants: S2 only checked chunks are given out; memory is one kept chunk, or one window of about 1 MiB while sweeping.
 */
import type { DiskFile } from "../disk/disk.ts";
import { chunkBytes } from "./chunk-header.ts";
import { checkChunk } from "./chunk-reader.ts";
import type { PackedChunk } from "./chunk-reader.ts";
import { assertSame, sealedDamage } from "./damage.ts";
import type { Place } from "./damage.ts";
import type { Directory } from "./directory.ts";
import { fingerprintsAt } from "./chunk-header.ts";
import { CHUNK_HEADER_BYTES, KEY_BYTES, MAX_CHUNK_FRAMES, MAX_CHUNK_RAW_BYTES } from "./format.ts";

/** A chunk and where it lies. */
export interface FoundChunk {
  readonly ordinal: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** A file and its directory. */
export interface SourceParts {
  readonly file: DiskFile;
  readonly path: string;
  readonly directory: Directory;
}

/** Bytes that a sweep reads at a time. */
const WINDOW_BYTES: number = 1024 * 1024;
/** No chunk is larger: what a directory says beyond that is damage. */
const MAX_CHUNK_BYTES: number = fingerprintsAt(MAX_CHUNK_FRAMES) + MAX_CHUNK_FRAMES * KEY_BYTES + MAX_CHUNK_RAW_BYTES;

/** Where the directory says that a chunk lies. */
export function findChunk(directory: Directory, ordinal: number): FoundChunk {
  const offset = directory.offset(ordinal);
  return { ordinal, offset, sizeBytes: directory.offset(ordinal + 1) - offset };
}

/** Reads and checks one chunk into `scratch`, or into new bytes when that is too small. @throws FRAMES_CORRUPT. */
export function readPacked(parts: SourceParts, found: FoundChunk, scratch: Buffer): PackedChunk {
  const { offset, sizeBytes } = found;
  const place = { path: parts.path, offset };
  assertSize(found, place);
  const bytes = sizeBytes <= scratch.length ? scratch.subarray(0, sizeBytes) : Buffer.allocUnsafeSlow(sizeBytes);
  const count = parts.file.readSync(bytes, offset);
  assertSame(place, { what: "bytes of the chunk", expected: sizeBytes, found: count });
  return checkPlaced(parts, found, bytes);
}

/** Chunks to sweep over: from one ordinal to before another. */
export interface SweepRange {
  readonly from: number;
  readonly to: number;
  /** Whether bytes stay valid when others are loaded. Default: they are valid until the next step. */
  readonly isKept?: boolean | undefined;
}

/** Loads chunks in order, many in one read. A chunk that is not whole in the file has fewer bytes than it should. */
export function* sweepBytes(
  parts: SourceParts,
  range: SweepRange,
): Generator<FoundChunk & { readonly bytes: Buffer }, void, undefined> {
  const { directory, file } = parts;
  let window = Buffer.allocUnsafeSlow(0);
  for (let first = range.from; first < range.to;) {
    const start = directory.offset(first);
    let next = first + 1;
    while (next < range.to && directory.offset(next + 1) - start <= WINDOW_BYTES) next++;
    const sizeBytes = directory.offset(next) - start;
    if (sizeBytes > MAX_CHUNK_BYTES) assertSize(findChunk(directory, first), { path: parts.path, offset: start });
    const left = directory.offset(range.to) - start;
    if (sizeBytes > window.length) window = Buffer.allocUnsafeSlow(Math.max(sizeBytes, Math.min(WINDOW_BYTES, left)));
    const count = file.readSync(window.subarray(0, sizeBytes), start);
    for (let ordinal = first; ordinal < next; ordinal++) {
      const found = findChunk(directory, ordinal);
      const at = Math.min(found.offset - start, count);
      yield { ...found, bytes: window.subarray(at, Math.min(at + found.sizeBytes, count)) };
    }
    if (window.length > WINDOW_BYTES || range.isKept === true) window = Buffer.allocUnsafeSlow(0);
    first = next;
  }
}

/** Checks bytes of a chunk, also against the directory. @throws FRAMES_CORRUPT. */
export function checkPlaced(parts: SourceParts, found: FoundChunk, bytes: Buffer): PackedChunk {
  const place = { path: parts.path, offset: found.offset };
  const packed = checkChunk(bytes, place);
  assertSame(place, { what: "bytes of the chunk", expected: found.sizeBytes, found: chunkBytes(packed.header) });
  const expected = parts.directory.firstSeq(found.ordinal);
  assertSame(place, { what: "first seq of the chunk", expected, found: packed.header.firstSeq });
  return packed;
}

function assertSize(found: FoundChunk, place: Place): void {
  const { sizeBytes } = found;
  if (sizeBytes >= CHUNK_HEADER_BYTES && sizeBytes <= MAX_CHUNK_BYTES) return;
  throw sealedDamage(place, { what: "bytes of the chunk", expected: "within the limits", found: sizeBytes });
}

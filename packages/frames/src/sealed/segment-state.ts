/**
 * Segment state: the lazily loaded parts of an open segment, and the chunk that was read last.
 * Invariants: each part is read at most once and checked then; a part that failed is tried again by the next question.
 */
import type { DiskFile } from "../disk/disk.ts";
import { decodeChunk, decodeChunkUpTo } from "./chunk-reader.ts";
import type { Chunk, PackedChunk } from "./chunk-reader.ts";
import { findChunk, readPacked } from "./chunk-source.ts";
import type { SourceParts } from "./chunk-source.ts";
import { loadDirectory } from "./directory.ts";
import { findFileSize } from "./file-size.ts";
import { readFooter } from "./footer.ts";
import type { SealedFooter, TableRef } from "./footer.ts";
import { openKeyLookup } from "./key-lookup.ts";
import type { KeyLookup } from "./key-lookup.ts";

/** What to open. */
export interface SegmentFile {
  readonly file: DiskFile;
  readonly path: string;
  /** Bytes of the file, when known. */
  readonly sizeBytes?: number | undefined;
}

/** The parts of a segment. Each throws FRAMES_CORRUPT when it is damaged. */
export interface SegmentState {
  sizeBytes(): number;
  footer(): SealedFooter;
  source(): SourceParts;
  ids(): KeyLookup;
  fingerprints(): KeyLookup;
  /** A chunk, checked; valid until the next call. The last small one is kept: a lookup is most often followed by its read. */
  packed(ordinal: number): PackedChunk;
  /** A chunk, decoded; with a slot, at least up to it. */
  chunk(ordinal: number, slot?: number): Chunk;
}

/** Chunks up to this size, packed or inflated, are kept. */
const MAX_KEPT_BYTES: number = 64 * 1024;
/** Chunks up to this size are read into a buffer that the segment keeps. */
const SCRATCH_BYTES: number = 20 * 1024;

/** Creates the state of a segment; nothing is read yet. */
export function createSegmentState(segment: SegmentFile): SegmentState {
  const { file, path } = segment;
  const sizeBytes = once(() => segment.sizeBytes ?? findFileSize(file));
  const footer = once(() => readFooter(file, path, sizeBytes()));
  const source = once(() => ({ file, path, directory: loadDirectory(file, path, footer()) }));
  const lookup = (table: TableRef): KeyLookup => openKeyLookup({ file, path, table });
  const kept = createKeptChunk(source);
  return {
    sizeBytes,
    footer,
    source,
    ids: once(() => lookup(footer().ids)),
    fingerprints: once(() => lookup(footer().fingerprints)),
    ...kept,
  };
}

function createKeptChunk(source: () => SourceParts): Pick<SegmentState, "packed" | "chunk"> {
  let ordinal = -1;
  let packed: PackedChunk | undefined;
  let chunk: Chunk | undefined;
  let scratch: Buffer | undefined;
  const load = (wanted: number): PackedChunk => {
    if (packed !== undefined && ordinal === wanted) return packed;
    packed = chunk = undefined;
    const parts = source();
    scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES);
    const loaded = readPacked(parts, findChunk(parts.directory, wanted), scratch);
    if (Math.max(loaded.bytes.length, loaded.header.rawBytes) > MAX_KEPT_BYTES) return loaded;
    ordinal = wanted;
    return (packed = loaded);
  };
  return {
    packed: load,
    chunk: (wanted, slot) => {
      const known = ordinal === wanted ? chunk : undefined;
      if (known !== undefined && (slot ?? known.count - 1) < known.readable) return known;
      const loaded = load(wanted);
      const { path, directory } = source();
      const place = { path, offset: directory.offset(wanted) };
      const decoded = slot === undefined ? decodeChunk(loaded, place) : decodeChunkUpTo(loaded, place, slot);
      if (loaded === packed) chunk = decoded;
      return decoded;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * Readable chunks: what is left of a damaged segment. With a sound directory each chunk is tried where it says; without one they
 * are searched for (salvage.ts). Duties: docs/format/sealed.md §Reader duties.
 * Invariants: S6 every undamaged chunk is given out; seqs ascend and lie within the range, whatever the bytes pretend.
 */
import type { DiskFile } from "../disk/disk.ts";
import { decodeChunk } from "./chunk-reader.ts";
import type { Chunk } from "./chunk-reader.ts";
import { findChunk, readPacked } from "./chunk-source.ts";
import type { SourceParts } from "./chunk-source.ts";
import { catchDamage } from "./damage.ts";
import { loadDirectory } from "./directory.ts";
import { readFooter } from "./footer.ts";
import type { SealedFooter, SeqRange } from "./footer.ts";
import { HEADER_BYTES } from "./format.ts";
import { salvageChunks } from "./salvage.ts";

/** A damaged file, and the seqs that its name stands for. */
export interface DamagedSegment extends SeqRange {
  readonly file: DiskFile;
  readonly path: string;
  readonly sizeBytes: number;
}

/** A chunk that is whole. */
export interface ReadableChunk {
  /** As it lies in the file. */
  readonly bytes: Uint8Array;
  readonly chunk: Chunk;
}

/** What is left of a segment. */
export interface ReadableChunks {
  /** Frames that the segment had; undefined when the footer is damaged. */
  readonly frames: number | undefined;
  readonly chunks: Iterable<ReadableChunk>;
}

/** Looks at a segment; the chunks are read as they are asked for. Damage never throws; what the disk throws passes through. */
export function openReadableChunks(segment: DamagedSegment): ReadableChunks {
  const { file, path, sizeBytes } = segment;
  const whole = { offset: 0, sizeBytes };
  const footer = catchDamage(whole, () => readFooter(file, path, sizeBytes)).value;
  const source = footer === undefined ? undefined : openSource(segment, footer);
  const found = source === undefined ? searchChunks(segment) : tryChunks(source);
  return { frames: footer?.frames, chunks: inOrder(found, segment) };
}

function openSource({ file, path, sizeBytes }: DamagedSegment, footer: SealedFooter): SourceParts | undefined {
  const directory = catchDamage({ offset: 0, sizeBytes }, () => loadDirectory(file, path, footer)).value;
  return directory === undefined ? undefined : { file, path, directory };
}

function* tryChunks(source: SourceParts): Generator<ReadableChunk, void, undefined> {
  const scratch = Buffer.alloc(0); // each chunk gets bytes of its own
  for (let ordinal = 0; ordinal < source.directory.chunks; ordinal++) {
    const found = findChunk(source.directory, ordinal);
    const { value } = catchDamage(found, () => {
      const packed = readPacked(source, found, scratch);
      return { bytes: packed.bytes, chunk: decodeChunk(packed, { path: source.path, offset: found.offset }) };
    });
    if (value !== undefined) yield value;
  }
}

function* searchChunks({ file }: DamagedSegment): Generator<ReadableChunk, void, undefined> {
  for (const { offset, sizeBytes, chunk } of salvageChunks(file, { from: HEADER_BYTES })) {
    const bytes = Buffer.allocUnsafeSlow(sizeBytes);
    if (file.readSync(bytes, offset) === sizeBytes) yield { bytes, chunk };
  }
}

function* inOrder(found: Iterable<ReadableChunk>, range: SeqRange): Generator<ReadableChunk, void, undefined> {
  let lastSeq = range.firstSeq - 1;
  for (const readable of found) {
    const { chunk } = readable;
    if (chunk.firstSeq <= lastSeq || chunk.lastSeq > range.lastSeq) continue;
    lastSeq = chunk.lastSeq;
    yield readable;
  }
}

/**
 * Salvage: every readable chunk of a file whose footer or directory is lost. Duties: docs/format/sealed.md §Reader duties.
 * Invariants: S6 every undamaged chunk is found that does not lie within another readable one; time is about linear in the
 * file's size, because after the first wrong checksum ranges are checked through prefix checksums; memory is a window of 4 MiB,
 * or twice the largest chunk that the file seems to hold.
 */
import type { DiskFile } from "../disk/disk.ts";
import { createPrefixCrc } from "../entry/prefix-crc.ts";
import type { PrefixCrc } from "../entry/prefix-crc.ts";
import { isVidmemError } from "../errors.ts";
import { chunkBytes, chunkCrc, chunkFault, readChunkHeader, statedCrc } from "./chunk-header.ts";
import { decodeChunk } from "./chunk-reader.ts";
import type { Chunk } from "./chunk-reader.ts";
import { findFileSize } from "./file-size.ts";
import { CHUNK_CHECKED_AT, CHUNK_HEADER_BYTES, CHUNK_MAGIC } from "./format.ts";

/** A chunk that was found without the directory. */
export interface SalvagedChunk {
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly sizeBytes: number;
  readonly chunk: Chunk;
}

/** Which part of the file to search. */
export interface SalvageOptions {
  /** First offset. Default 0. */
  readonly from?: number | undefined;
  /** Offset behind the last byte. Default: the file's size. */
  readonly to?: number | undefined;
}

/** The loaded part of a file. */
interface Window {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Loads a file piece by piece, forwards. Offsets are those of the file. */
interface Loader {
  /** The bytes from `at` on, valid until the next call; undefined when the file ends before. */
  view(at: number, sizeBytes: number): Buffer | undefined;
  /** Offset of the next magic at or behind `at`; -1 when there is none. */
  nextMagic(at: number): number;
  /** Whether the chunk at `at`, which was viewed just now, has the checksum that it states. */
  isIntact(at: number, chunk: Buffer): boolean;
}

const MIN_WINDOW_BYTES: number = 4 * 1024 * 1024;
/** Up to this size a checksum is computed directly even after wrong ones. */
const DIRECT_CRC_BYTES = 4096;
const MAGIC: Buffer = magicBytes();

/** Finds all readable chunks in order of offset. Damage never throws; what the disk throws passes through. */
export function* salvageChunks(
  file: DiskFile,
  options: SalvageOptions = {},
): Generator<SalvagedChunk, void, undefined> {
  const { from = 0, to = findFileSize(file) } = options;
  const loader = createLoader(file, from, to);
  let at = loader.nextMagic(from);
  while (at !== -1) {
    const bytes = viewCandidate(loader, at);
    const chunk = bytes === undefined || !loader.isIntact(at, bytes) ? undefined : tryDecode(bytes);
    const sizeBytes = bytes === undefined || chunk === undefined ? 1 : bytes.length;
    if (chunk !== undefined) yield { offset: at, sizeBytes, chunk };
    at = loader.nextMagic(at + sizeBytes);
  }
}

/** The bytes of what may be a chunk; undefined when its header is none, or the file ends before it does. */
function viewCandidate(loader: Loader, at: number): Buffer | undefined {
  const bytes = loader.view(at, CHUNK_HEADER_BYTES);
  if (bytes === undefined) return undefined;
  const header = readChunkHeader(bytes);
  return chunkFault(header, bytes) === undefined ? loader.view(at, chunkBytes(header)) : undefined;
}

function tryDecode(bytes: Buffer): Chunk | undefined {
  try {
    return decodeChunk({ header: readChunkHeader(bytes), bytes }, { path: "", offset: 0 });
  } catch (error) {
    if (isVidmemError(error)) return undefined; // a right checksum over illegal columns: no chunk of ours
    throw error;
  }
}

function createLoader(file: DiskFile, from: number, to: number): Loader {
  let end = to;
  let window: Window = { offset: from, bytes: Buffer.alloc(0) };
  const load = (at: number, sizeBytes: number): void => {
    // Twice the size, so that whoever asks for it again moves on by at least that much before the next load.
    const wanted = Math.min(end - at, Math.max(MIN_WINDOW_BYTES, 2 * sizeBytes, window.bytes.length));
    const bytes = Buffer.allocUnsafeSlow(wanted);
    const count = file.readSync(bytes, at);
    if (count < wanted) end = at + count;
    window = { offset: at, bytes: bytes.subarray(0, count) };
  };
  const view = (at: number, sizeBytes: number): Buffer | undefined => {
    if (at + sizeBytes > end) return undefined;
    if (at < window.offset || at + sizeBytes > window.offset + window.bytes.length) load(at, sizeBytes);
    const bytes = window.bytes.subarray(at - window.offset, at - window.offset + sizeBytes);
    return bytes.length === sizeBytes ? bytes : undefined;
  };
  const nextMagic = (from: number): number => {
    let at = from;
    while (view(at, MAGIC.length) !== undefined) {
      const found = window.bytes.indexOf(MAGIC, at - window.offset);
      if (found !== -1) return window.offset + found;
      at = window.offset + window.bytes.length - MAGIC.length + 1; // a magic may straddle the window's end
    }
    return -1;
  };
  const check = createCrcCheck();
  const isIntact = (at: number, chunk: Buffer): boolean => check(window, at, chunk);
  return { view, nextMagic, isIntact };
}

/** Creates a check that goes over to prefix checksums once a checksum was wrong. */
function createCrcCheck(): (window: Window, at: number, chunk: Buffer) => boolean {
  let isSuspicious = false;
  let known: { readonly window: Window; readonly crc: PrefixCrc } | undefined;
  return (window, at, chunk) => {
    const start = at - window.offset;
    let crc: number;
    if (isSuspicious && chunk.length > DIRECT_CRC_BYTES) {
      if (known?.window !== window) known = { window, crc: createPrefixCrc(window.bytes) };
      crc = known.crc.rangeCrc(start + CHUNK_CHECKED_AT, start + chunk.length);
    } else {
      crc = chunkCrc(chunk);
    }
    const isRight = crc === statedCrc(chunk);
    isSuspicious ||= !isRight;
    return isRight;
  };
}

function magicBytes(): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(CHUNK_MAGIC);
  return bytes;
}

/**
 * Sealed segment reader: finds and reads frames of an immutable file. Layout and duties: docs/format/sealed.md.
 * Invariants: S2 bytes that fail a checksum are never given out, they throw FRAMES_CORRUPT with file, offset, expected and found;
 * nothing is read before it is needed; about 2 bytes a frame stay in memory (3.5 once fingerprints were asked for).
 */
import type { DiskFile } from "../disk/disk.ts";
import { fingerprintsAt, hasFingerprint } from "./chunk-header.ts";
import { scanAhead } from "./chunk-ahead.ts";
import type { Chunk, PackedChunk } from "./chunk-reader.ts";
import { checkPlaced, sweepBytes } from "./chunk-source.ts";
import type { SealedDamage, VerifyStep } from "./damage.ts";
import type { SeqRange } from "./footer.ts";
import { CHUNK_HEADER_BYTES, KEY_BYTES, SLOT_BITS } from "./format.ts";
import { assertFingerprint, assertIdLength, idHalf, keyOf, readHalf } from "./keys.ts";
import { createSegmentState } from "./segment-state.ts";
import type { SegmentState } from "./segment-state.ts";
import { verifyInSteps, verifySealed } from "./verify.ts";

/** Where a frame lies within a segment. */
export interface ChunkSlot {
  /** Ordinal of the chunk, from 0. */
  readonly chunk: number;
  /** Place in the chunk, from 0. */
  readonly slot: number;
}

/**
 * An open segment. Everything but `verify` throws FRAMES_CORRUPT where the file is damaged, and what the disk throws.
 * The caller owns the file and closes it.
 */
export interface SealedSegment extends SeqRange {
  readonly path: string;
  readonly frames: number;
  readonly chunks: number;
  /** Bytes of content of all frames, as they are stored. */
  readonly rawBytes: number;
  /** Bytes of the file. */
  readonly sizeBytes: number;
  /** Least and greatest timestamp in ms; both 0 without frames. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** Finds a seq; undefined when the segment does not hold it. */
  locate(seq: number): ChunkSlot | undefined;
  /** Finds all frames with an id, newest first. @throws TypeError unless it is 16 lower-case hex digits. */
  find(id: string): ChunkSlot[];
  /** Finds all frames with a fingerprint, newest first. @throws TypeError unless it has 8 bytes. */
  findFingerprint(fingerprint: Uint8Array): ChunkSlot[];
  /** Calls `visit` with the key bits (`keyOf`) of every id, or every fingerprint. Reads that table whole. */
  forEachKey(of: "id" | "fingerprint", visit: (key: number) => void): void;
  /** Reads one chunk; with a slot, at least up to it. @throws RangeError when there is no such chunk. */
  readChunk(ordinal: number, slot?: number): Chunk;
  /**
   * The chunks that hold seqs from `fromSeq` to `toSeq`, in order; the first and the last may hold others too. Reads ahead.
   * At a damaged chunk `details.seq` of the error is the last seq that it can have held: scan on behind it.
   */
  scan(fromSeq: number, toSeq: number): AsyncIterable<Chunk>;
  /** All chunks as they lie in the file, checked, for copying; each is valid until the next step. */
  packedChunks(): Iterable<PackedChunk>;
  /** Checks every byte; yields what is damaged. Never throws for damage. */
  verify(): Iterable<SealedDamage>;
  /** The same in steps of about 100 µs: `undefined` when a piece was checked. */
  verifyInSteps(): Iterable<VerifyStep>;
}

/** What opening a segment may be told. */
export interface OpenSealedOptions {
  /** Bytes of the file. Default: found out by about 60 reads of one byte. */
  readonly sizeBytes?: number | undefined;
}

/** Which key is looked for, and where chunks keep such keys. */
interface Wanted {
  readonly high: number;
  readonly low: number;
  /** Offset of a slot's key within the chunk; -1 when the slot has none. */
  readonly keyAt: (packed: PackedChunk, slot: number) => number;
}

/** Opens a segment. Nothing is read before the first question. */
export function openSealed(file: DiskFile, path: string, options: OpenSealedOptions = {}): SealedSegment {
  const state = createSegmentState({ file, path, sizeBytes: options.sizeBytes });
  return {
    path,
    ...createFinders(state),
    forEachKey: (of, visit) => (of === "id" ? state.ids() : state.fingerprints()).forEachKey(visit),
    readChunk: (ordinal, slot) => {
      const { chunks } = state.footer();
      if (Number.isInteger(ordinal) && ordinal >= 0 && ordinal < chunks) return state.chunk(ordinal, slot);
      throw new RangeError(`ordinal must be from 0 to ${chunks - 1}`);
    },
    scan: (fromSeq, toSeq) => scanAhead(state, fromSeq, toSeq),
    packedChunks: () => sweepPacked(state),
    verify: () => verifySealed({ file, path, sizeBytes: options.sizeBytes }),
    verifyInSteps: () => verifyInSteps({ file, path, sizeBytes: options.sizeBytes }),
    get firstSeq() {
      return state.footer().firstSeq;
    },
    get lastSeq() {
      return state.footer().lastSeq;
    },
    get frames() {
      return state.footer().frames;
    },
    get chunks() {
      return state.footer().chunks;
    },
    get rawBytes() {
      return state.footer().rawBytes;
    },
    get sizeBytes() {
      return state.sizeBytes();
    },
    get firstTime() {
      return state.footer().firstTime;
    },
    get lastTime() {
      return state.footer().lastTime;
    },
  };
}

function createFinders(state: SegmentState): Pick<SealedSegment, "locate" | "find" | "findFingerprint"> {
  return {
    locate: (seq) => locate(state, seq),
    find: (id) => {
      assertIdLength(id);
      const high = idHalf(id, 0);
      const low = idHalf(id, KEY_BYTES);
      const places = state.ids().candidates(keyOf(high, low));
      return places.length === 0 ? [] : confirm(state, places, { high, low, keyAt: idAt });
    },
    findFingerprint: (fingerprint) => {
      assertFingerprint(fingerprint);
      const high = readHalf(fingerprint, 0);
      const low = readHalf(fingerprint, 4);
      const places = state.fingerprints().candidates(keyOf(high, low));
      return places.length === 0 ? [] : confirm(state, places, { high, low, keyAt: fingerprintAt });
    },
  };
}

function locate(state: SegmentState, seq: number): ChunkSlot | undefined {
  const { firstSeq, lastSeq, frames } = state.footer();
  if (!(seq >= firstSeq && seq <= lastSeq)) return undefined;
  const { directory } = state.source();
  const chunk = directory.chunkBefore(seq);
  if (chunk < 0) return undefined;
  if (frames === lastSeq - firstSeq + 1) return { chunk, slot: seq - directory.firstSeq(chunk) };
  const { header } = state.packed(chunk);
  if (seq > header.firstSeq + header.seqSpan) return undefined;
  if (header.seqSpan === header.count - 1) return { chunk, slot: seq - header.firstSeq };
  const slot = state.chunk(chunk, 0).slotOf(seq);
  return slot === undefined ? undefined : { chunk, slot };
}

/** Keeps the places whose chunk has the whole key there, newest first. */
function confirm(state: SegmentState, places: readonly number[], wanted: Wanted): ChunkSlot[] {
  const found: ChunkSlot[] = [];
  for (let n = places.length - 1; n >= 0; n--) {
    const place = places[n] ?? 0;
    const chunk = place >>> SLOT_BITS;
    const slot = place & (2 ** SLOT_BITS - 1);
    const { chunks } = state.footer();
    if (chunk >= chunks) continue; // only a hostile table names such a place: its checksum was right
    const packed = state.packed(chunk);
    const at = slot < packed.header.count ? wanted.keyAt(packed, slot) : -1;
    if (at < 0 || readHalf(packed.bytes, at) !== wanted.high || readHalf(packed.bytes, at + 4) !== wanted.low) continue;
    found.push({ chunk, slot });
  }
  return found;
}

function idAt(_packed: PackedChunk, slot: number): number {
  return CHUNK_HEADER_BYTES + slot * KEY_BYTES;
}

function fingerprintAt(packed: PackedChunk, slot: number): number {
  if (!hasFingerprint(packed.bytes, packed.header, slot)) return -1;
  return fingerprintsAt(packed.header.count) + slot * KEY_BYTES;
}

function* sweepPacked(state: SegmentState): Generator<PackedChunk, void, undefined> {
  const parts = state.source();
  for (const found of sweepBytes(parts, { from: 0, to: parts.directory.chunks })) {
    yield checkPlaced(parts, found, found.bytes);
  }
}

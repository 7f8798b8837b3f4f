/**
 * Chunk writer: gathers frames into columns and makes chunks of them. Layout: docs/format/sealed.md §Chunk.
 * Invariants: S1 a chunk reads back as the frames that were added; frames are copied when they are added.
 */
import type { RawFrame } from "../raw-frame.ts";
import { chunkCrc, fingerprintsAt, headBytes, writeChunkHeader } from "./chunk-header.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { writeColumns } from "./columns.ts";
import type { ColumnInput } from "./columns.ts";
import type { Deflate } from "./deflater.ts";
import {
  CHUNK_CRC_AT,
  CHUNK_HAS_FINGERPRINTS,
  CHUNK_HAS_PLAIN_TIMES,
  CHUNK_HEADER_BYTES,
  CHUNK_IS_STORED,
  CHUNK_LIMIT_BYTES,
  FRAME_IS_DELTA,
  FRAME_IS_PACKED,
  KEY_BYTES,
  MAX_CHUNK_FRAMES,
  MAX_COLUMN_BYTES,
  PLAIN_TIME_SPAN_MS,
} from "./format.ts";

/** Gathers the frames of one chunk after another. */
export interface ChunkBuilder {
  /** Frames added since the last `take`. */
  readonly count: number;
  /** Whether the chunk may take this frame too. */
  fits(frame: RawFrame): boolean;
  /** Copies a frame into the chunk; the caller checked it and asked `fits`. */
  add(frame: RawFrame): void;
  /** Makes a chunk of them and begins the next one. The bytes are valid until the next chunk is made. */
  take(deflate: Deflate): Uint8Array;
}

/** Bytes of the arenas of metadata and content at first; an arena that had to grow for a large frame is given back. */
const ARENA_BYTES: number = CHUNK_LIMIT_BYTES;
/** Bytes of the columns of a chunk that is within its limits. */
const COLUMNS_BYTES: number = MAX_CHUNK_FRAMES * MAX_COLUMN_BYTES + 2 * CHUNK_LIMIT_BYTES;
/** Bytes of such a chunk. */
const CHUNK_BYTES: number = headBytes(MAX_CHUNK_FRAMES, CHUNK_HAS_FINGERPRINTS) + COLUMNS_BYTES;

/** The frames of a chunk in the making. */
interface Gathered extends ColumnInput {
  count: number;
  metadataBytes: number;
  contentBytes: number;
  hasFingerprints: boolean;
  metadata: Buffer;
  content: Buffer;
  readonly ids: Buffer;
  readonly fingerprints: Buffer;
  readonly bitmap: Uint8Array;
}

/** Creates an empty builder; it keeps about 100 KB, and uses them again for each chunk. */
export function createChunkBuilder(): ChunkBuilder {
  const gathered = createGathered();
  const usualColumns = Buffer.allocUnsafeSlow(COLUMNS_BYTES);
  const usualChunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return {
    get count() {
      return gathered.count;
    },
    fits: (frame) => {
      if (gathered.count === 0) return true;
      const contentBytes = gathered.contentBytes + frame.content.length;
      const metadataBytes = gathered.metadataBytes + frame.metadata.length;
      return gathered.count < MAX_CHUNK_FRAMES && Math.max(contentBytes, metadataBytes) <= CHUNK_LIMIT_BYTES;
    },
    add: (frame) => gather(gathered, frame),
    take: (deflate) => {
      const header = describe(gathered);
      const columns = ofSize(usualColumns, MAX_CHUNK_FRAMES * MAX_COLUMN_BYTES + header.rawBytes);
      const raw = joinColumns(gathered, header, columns);
      const deflated = deflate(raw);
      const isStored = deflated.length >= raw.length;
      const payload = isStored ? raw : deflated;
      const flags = header.flags | (isStored ? CHUNK_IS_STORED : 0);
      const payloadAt = headBytes(header.count, flags);
      const chunk = ofSize(usualChunk, payloadAt + payload.length);
      writeChunkHeader({ ...header, flags, rawBytes: raw.length, payloadBytes: payload.length }, chunk);
      copyKeys(gathered, flags, chunk);
      chunk.set(payload, payloadAt);
      chunk.writeUInt32BE(chunkCrc(chunk), CHUNK_CRC_AT);
      reset(gathered);
      return chunk;
    },
  };
}

function createGathered(): Gathered {
  return {
    count: 0,
    metadataBytes: 0,
    contentBytes: 0,
    hasFingerprints: false,
    metadata: Buffer.allocUnsafeSlow(ARENA_BYTES),
    content: Buffer.allocUnsafeSlow(ARENA_BYTES),
    seqs: new Float64Array(MAX_CHUNK_FRAMES),
    times: new Float64Array(MAX_CHUNK_FRAMES),
    kinds: new Uint8Array(MAX_CHUNK_FRAMES),
    metadataLengths: new Uint32Array(MAX_CHUNK_FRAMES),
    contentLengths: new Uint32Array(MAX_CHUNK_FRAMES),
    ids: Buffer.alloc(MAX_CHUNK_FRAMES * KEY_BYTES),
    fingerprints: Buffer.alloc(MAX_CHUNK_FRAMES * KEY_BYTES),
    bitmap: new Uint8Array(Math.ceil(MAX_CHUNK_FRAMES / 8)),
  };
}

function gather(gathered: Gathered, frame: RawFrame): void {
  const slot = gathered.count++;
  const { metadata, content, fingerprint } = frame;
  const { metadataBytes, contentBytes } = gathered;
  gathered.metadata = roomFor(gathered.metadata, metadataBytes, metadata.length);
  gathered.metadata.set(metadata, metadataBytes);
  gathered.content = roomFor(gathered.content, contentBytes, content.length);
  gathered.content.set(content, contentBytes);
  gathered.metadataBytes = metadataBytes + metadata.length;
  gathered.contentBytes = contentBytes + content.length;
  gathered.seqs[slot] = frame.seq;
  gathered.times[slot] = frame.timestamp;
  gathered.kinds[slot] = frame.kind | (frame.isDelta ? FRAME_IS_DELTA : 0) | (frame.isPacked ? FRAME_IS_PACKED : 0);
  gathered.metadataLengths[slot] = metadata.length;
  gathered.contentLengths[slot] = content.length;
  if (frame.copyId === undefined) gathered.ids.write(frame.id, slot * KEY_BYTES, KEY_BYTES, "hex");
  else frame.copyId(gathered.ids, slot * KEY_BYTES);
  if (fingerprint === undefined) return;
  gathered.hasFingerprints = true;
  gathered.fingerprints.set(fingerprint, slot * KEY_BYTES);
  gathered.bitmap[slot >>> 3] = (gathered.bitmap[slot >>> 3] ?? 0) | (1 << (slot & 7));
}

/** The header, apart from lengths that are not known yet; `rawBytes` is that of metadata and contents. */
function describe(gathered: Gathered): ChunkHeader {
  const { count, seqs, times, contentBytes, metadataBytes } = gathered;
  let firstTime = times[0] ?? 0;
  let lastTime = firstTime;
  for (let slot = 1; slot < count; slot++) {
    const time = times[slot] ?? 0;
    if (time < firstTime) firstTime = time;
    else if (time > lastTime) lastTime = time;
  }
  const firstSeq = seqs[0] ?? 0;
  const seqSpan = (seqs[count - 1] ?? 0) - firstSeq;
  const hasPlainTimes = lastTime - firstTime >= PLAIN_TIME_SPAN_MS;
  const flags = (gathered.hasFingerprints ? CHUNK_HAS_FINGERPRINTS : 0) | (hasPlainTimes ? CHUNK_HAS_PLAIN_TIMES : 0);
  const rawBytes = metadataBytes + contentBytes;
  return { count, flags, firstSeq, seqSpan, firstTime, lastTime, contentBytes, rawBytes, payloadBytes: 0 };
}

/** Writes the columns of a chunk, and gives the bytes that they take. */
function joinColumns(gathered: Gathered, header: ChunkHeader, into: Buffer): Buffer {
  const { contentBytes, metadataBytes } = gathered;
  const metadataAt = writeColumns(gathered, header, into);
  const contentAt = metadataAt + metadataBytes;
  into.set(gathered.metadata.subarray(0, metadataBytes), metadataAt);
  into.set(gathered.content.subarray(0, contentBytes), contentAt);
  return into.subarray(0, contentAt + contentBytes);
}

/** Writes ids, then bitmap and fingerprints if there are any. */
function copyKeys(gathered: Gathered, flags: number, into: Buffer): void {
  const { count } = gathered;
  into.set(gathered.ids.subarray(0, count * KEY_BYTES), CHUNK_HEADER_BYTES);
  if ((flags & CHUNK_HAS_FINGERPRINTS) === 0) return;
  const at = fingerprintsAt(count);
  const bitmapBytes = Math.ceil(count / 8);
  into.set(gathered.bitmap.subarray(0, bitmapBytes), at - bitmapBytes);
  into.set(gathered.fingerprints.subarray(0, count * KEY_BYTES), at);
}

function reset(gathered: Gathered): void {
  gathered.count = gathered.metadataBytes = gathered.contentBytes = 0;
  if (gathered.hasFingerprints) {
    gathered.fingerprints.fill(0);
    gathered.bitmap.fill(0);
  }
  gathered.hasFingerprints = false;
  if (gathered.metadata.length > ARENA_BYTES) gathered.metadata = Buffer.allocUnsafeSlow(ARENA_BYTES);
  if (gathered.content.length > ARENA_BYTES) gathered.content = Buffer.allocUnsafeSlow(ARENA_BYTES);
}

function roomFor(arena: Buffer, used: number, more: number): Buffer {
  if (used + more <= arena.length) return arena;
  const grown = Buffer.allocUnsafeSlow(used + more);
  grown.set(arena.subarray(0, used));
  return grown;
}

/** Bytes of exactly this size: the usual ones, which are used again, or others when they do not suffice. */
function ofSize(usual: Buffer, sizeBytes: number): Buffer {
  return sizeBytes <= usual.length ? usual.subarray(0, sizeBytes) : Buffer.allocUnsafeSlow(sizeBytes);
}

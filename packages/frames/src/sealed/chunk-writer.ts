/**
 * Chunk writer: gathers frames into columns and makes chunks of them. Layout: docs/format/sealed.md §Chunk.
 * Invariants: S1 a chunk reads back as the frames that were added; frames are copied when they are added.
 */
import type { RawFrame } from "../raw-frame.ts";
import { headBytes, chunkCrc, writeChunkHeader } from "./chunk-header.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { writeColumns } from "./columns.ts";
import type { ColumnInput } from "./columns.ts";
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

/** A chunk whose columns wait to be deflated. */
export interface OpenChunk {
  /** Its payload length is still that of the raw columns. */
  readonly header: ChunkHeader;
  /** Ids, then bitmap and fingerprints. */
  readonly keys: Uint8Array;
  /** Exactly the bytes to deflate; owned by the chunk. */
  readonly columns: Uint8Array;
}

/** Gathers the frames of one chunk after another. */
export interface ChunkBuilder {
  /** Frames added since the last `take`. */
  readonly count: number;
  /** Whether the chunk may take this frame too. */
  fits(frame: RawFrame): boolean;
  /** Copies a frame into the chunk; the caller checked it and asked `fits`. */
  add(frame: RawFrame): void;
  /** Hands out the chunk and begins the next one. */
  take(): OpenChunk;
}

/** Bytes of the two arenas at first; one that had to grow for a large frame is given back. */
const ARENA_BYTES: number = CHUNK_LIMIT_BYTES;

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

/** Creates an empty builder; it keeps about 40 KB. */
export function createChunkBuilder(): ChunkBuilder {
  const gathered = createGathered();
  const scratch = Buffer.allocUnsafeSlow(MAX_CHUNK_FRAMES * MAX_COLUMN_BYTES);
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
    take: () => {
      const header = describe(gathered);
      const keys = copyKeys(gathered, header.flags);
      const columns = joinColumns(gathered, header, scratch);
      reset(gathered);
      return { header: { ...header, rawBytes: columns.length, payloadBytes: columns.length }, keys, columns };
    },
  };
}

/** Puts a chunk together; its columns are stored as they are when deflating did not make them smaller. */
export function sealChunk(open: OpenChunk, deflated: Uint8Array): Uint8Array {
  const isStored = deflated.length >= open.columns.length;
  const payload = isStored ? open.columns : deflated;
  const flags = open.header.flags | (isStored ? CHUNK_IS_STORED : 0);
  const header = { ...open.header, flags, payloadBytes: payload.length };
  const chunk = Buffer.allocUnsafe(CHUNK_HEADER_BYTES + open.keys.length + payload.length);
  writeChunkHeader(header, chunk);
  chunk.set(open.keys, CHUNK_HEADER_BYTES);
  chunk.set(payload, headBytes(header.count, flags));
  chunk.writeUInt32BE(chunkCrc(chunk), CHUNK_CRC_AT);
  return chunk;
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
  gathered.ids.write(frame.id, slot * KEY_BYTES, KEY_BYTES, "hex");
  if (fingerprint === undefined) return;
  gathered.hasFingerprints = true;
  gathered.fingerprints.set(fingerprint, slot * KEY_BYTES);
  gathered.bitmap[slot >>> 3] = (gathered.bitmap[slot >>> 3] ?? 0) | (1 << (slot & 7));
}

/** The header, apart from lengths that are not known yet. */
function describe(gathered: Gathered): ChunkHeader {
  const { count, seqs, times, contentBytes } = gathered;
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
  return { count, flags, firstSeq, seqSpan, firstTime, lastTime, contentBytes, rawBytes: 0, payloadBytes: 0 };
}

function copyKeys(gathered: Gathered, flags: number): Uint8Array {
  const { count } = gathered;
  const ids = gathered.ids.subarray(0, count * KEY_BYTES);
  if ((flags & CHUNK_HAS_FINGERPRINTS) === 0) return new Uint8Array(ids);
  const bitmap = gathered.bitmap.subarray(0, Math.ceil(count / 8));
  return Buffer.concat([ids, bitmap, gathered.fingerprints.subarray(0, count * KEY_BYTES)]);
}

function joinColumns(gathered: Gathered, header: ChunkHeader, scratch: Buffer): Uint8Array {
  const { contentBytes, metadataBytes } = gathered;
  const metadataAt = writeColumns(gathered, header, scratch);
  const contentAt = metadataAt + metadataBytes;
  const columns = Buffer.allocUnsafe(contentAt + contentBytes);
  columns.set(scratch.subarray(0, metadataAt));
  columns.set(gathered.metadata.subarray(0, metadataBytes), metadataAt);
  columns.set(gathered.content.subarray(0, contentBytes), contentAt);
  return columns;
}

function reset(gathered: Gathered): void {
  gathered.count = gathered.metadataBytes = gathered.contentBytes = 0;
  gathered.hasFingerprints = false;
  gathered.fingerprints.fill(0);
  gathered.bitmap.fill(0);
  if (gathered.metadata.length > ARENA_BYTES) gathered.metadata = Buffer.allocUnsafeSlow(ARENA_BYTES);
  if (gathered.content.length > ARENA_BYTES) gathered.content = Buffer.allocUnsafeSlow(ARENA_BYTES);
}

function roomFor(arena: Buffer, used: number, more: number): Buffer {
  if (used + more <= arena.length) return arena;
  const grown = Buffer.allocUnsafeSlow(used + more);
  grown.set(arena.subarray(0, used));
  return grown;
}

/** Targets that read many parts of one file: walks over rows, chunks, sealed segments. */
import { crc32 } from "node:zlib";
import { isVidmemError } from "../../src/errors.ts";
import { chunkCrc } from "../../src/sealed/chunk-header.ts";
import { checkChunk, decodeChunk, decodeChunkUpTo } from "../../src/sealed/chunk-reader.ts";
import type { Chunk } from "../../src/sealed/chunk-reader.ts";
import { CHUNK_CRC_AT, CHUNK_HEADER_BYTES, FOOTER_BYTES, MAX_DEFLATE_RATIO } from "../../src/sealed/format.ts";
import { salvageChunks } from "../../src/sealed/salvage.ts";
import { openSealed } from "../../src/sealed/segment-reader.ts";
import type { DiskFile } from "../../src/disk/disk.ts";
import { buildSegment, plainFrame, walkAll } from "../support/row-segments.ts";
import { rawFrame, sealBytes } from "../support/sealed.ts";
import type { Random } from "./mutation.ts";
import type { Target } from "./target.ts";

const MAGIC = Buffer.from("feed4302", "hex");
const PLACE = { path: "/fuzzed", offset: 0 };
const FRAMES = Array.from({ length: 60 }, (_, n) =>
  rawFrame(n * 2 + 1, { fingerprint: n % 2 === 0 ? new Uint8Array(8).fill(n) : undefined }),
);
const SEGMENT = await sealBytes(FRAMES);
const CHUNKS = chunkOffsets(SEGMENT).map((at, n, all) => SEGMENT.subarray(at, all[n + 1] ?? directoryAt(SEGMENT)));
const WRITTEN_CHUNKS = new Set(CHUNKS.map((chunk) => chunk.toString("latin1")));

const ROWS = buildSegment(
  [
    [plainFrame(1, "first content"), plainFrame(2, "second", { fingerprint: new Uint8Array(8).fill(7) })],
    [plainFrame(3, "third content, longer than the others", { isDelta: true, kind: 2 })],
    [plainFrame(4, ""), plainFrame(5, "fifth", { isPacked: false, metadata: Buffer.from('{"a":1}') })],
  ],
  { zeros: 40 },
);

const walks: Target = {
  name: "walks over rows",
  inputs: 12_000,
  originals: [ROWS.bytes],
  fixedBytes: 64 * 1024,
  timesInput: 64,
  read: async (input, random) => {
    const items = await walkAll(input, { extent: random(2) === 0 ? "near" : "all" });
    let at = 0;
    let lastSeq = 0;
    for (const item of items) {
      if (item.type !== "header" && item.offset !== at) throw new Error("a gap between two items");
      if (item.type === "header") at = 64;
      else if (item.type !== "end" && item.type !== "torn") at += item.sizeBytes;
      if (item.type === "row" && item.frame.seq <= lastSeq) throw new Error("seqs that do not rise");
      if (item.type === "row") lastSeq = item.frame.seq;
    }
    if (items.at(-1)?.type !== "end") throw new Error("a walk without an end");
  },
};

const CHUNK_BOUNDS = { fixedBytes: 64 * 1024, timesInput: 2 * MAX_DEFLATE_RATIO };

const chunks: Target = {
  name: "chunks",
  inputs: 30_000,
  originals: CHUNKS,
  ...CHUNK_BOUNDS,
  read: (input) => {
    const wasRead = tolerate(() => readAll(decodeChunk(checkChunk(input, PLACE), PLACE)));
    if (wasRead && !WRITTEN_CHUNKS.has(input.toString("latin1"))) throw new Error("a chunk that was never written");
  },
};

const forgedChunks: Target = {
  name: "chunks under right checksums",
  inputs: 20_000,
  originals: CHUNKS,
  ...CHUNK_BOUNDS,
  forge: (input, random) => {
    if (input.length < CHUNK_HEADER_BYTES) return input;
    if (random(2) === 0) input[8 + random(CHUNK_HEADER_BYTES - 8)] = random(256);
    input.writeUInt32BE(chunkCrc(input), CHUNK_CRC_AT);
    return input;
  },
  read: (input) => {
    tolerate(() => readAll(decodeChunk(checkChunk(input, PLACE), PLACE)));
    tolerate(() => readAll(decodeChunkUpTo(checkChunk(input, PLACE), PLACE, 2)));
  },
};

/** About 40 parts of a segment are read, each with buffers of its own. */
const SEGMENT_BOUNDS = { fixedBytes: 512 * 1024, timesInput: 8 * MAX_DEFLATE_RATIO };

const segments: Target = {
  name: "sealed segments",
  inputs: 3_000,
  originals: [SEGMENT],
  ...SEGMENT_BOUNDS,
  read: readSegment,
};

const forgedSegments: Target = {
  name: "sealed segments under right checksums",
  inputs: 1_500,
  originals: [SEGMENT],
  ...SEGMENT_BOUNDS,
  forge: forgeSegment,
  read: readSegment,
};

/** Asks everything of a segment that a store asks. */
async function readSegment(input: Buffer, random: Random): Promise<void> {
  const segment = openSealed(fileOf(input), PLACE.path, { sizeBytes: input.length });
  tolerate(() => segment.find(rawFrame(random(120)).id));
  tolerate(() => segment.findFingerprint(new Uint8Array(8).fill(random(60))));
  tolerate(() => segment.locate(random(130)));
  await tolerateAsync(async () => {
    for await (const chunk of segment.scan(0, 1000)) readAll(chunk);
  });
  for (const { offset, sizeBytes } of segment.verify()) {
    if (!(offset >= 0 && sizeBytes >= 0)) throw new Error("damage without a place");
  }
  for (const { chunk } of salvageChunks(fileOf(input), { to: input.length })) readAll(chunk);
}

/** Recomputes the checksums of chunks, header, footer and, by turns, directory, after changing what they cover. */
function forgeSegment(input: Buffer, random: Random): Buffer {
  if (input.length < 64 + FOOTER_BYTES) return input;
  const footer = input.subarray(-FOOTER_BYTES);
  if (random(2) === 0) footer[random(116)] = random(256);
  input.writeUInt32BE(crc32(input.subarray(0, 60)), 60);
  const end = Math.min(directoryAt(input), input.length);
  const offsets = chunkOffsets(input).filter((at) => at + CHUNK_HEADER_BYTES < end);
  for (const [n, at] of offsets.entries()) {
    input.writeUInt32BE(crc32(input.subarray(at + 8, offsets[n + 1] ?? end)), at + CHUNK_CRC_AT);
  }
  const directory = input.subarray(end, Math.min(end + footer.readUInt32BE(56) * 32, input.length));
  if (random(2) === 0) footer.writeUInt32BE(crc32(directory), 60);
  footer.writeUInt32BE(crc32(footer.subarray(0, 116)), 116);
  return input;
}

function directoryAt(segment: Buffer): number {
  return segment.readUInt32BE(segment.length - FOOTER_BYTES + 52);
}

function chunkOffsets(segment: Buffer): number[] {
  const offsets: number[] = [];
  for (let at = segment.indexOf(MAGIC); at !== -1; at = segment.indexOf(MAGIC, at + MAGIC.length)) offsets.push(at);
  return offsets;
}

/** Runs what may find damage; anything else that it throws is a fault of the reader. @returns whether it went through. */
function tolerate(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (!isVidmemError(error) || error.code !== "FRAMES_CORRUPT") throw error;
    return false;
  }
}

async function tolerateAsync(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    tolerate(() => {
      throw error;
    });
  }
}

function readAll(chunk: Chunk): void {
  for (let slot = 0; slot < chunk.count; slot++) {
    const { seq, id, content, metadata } = chunk.frame(slot);
    if (!(seq >= chunk.firstSeq && seq <= chunk.lastSeq) || id.length !== 16) throw new Error("a frame out of place");
    if (content.length + metadata.length > chunk.sizeBytes) throw new Error("more than the chunk holds");
  }
}

/** Bytes as a file that is only read synchronously. */
function fileOf(bytes: Buffer): DiskFile {
  const readSync = (into: Uint8Array, position: number): number => {
    const part = bytes.subarray(position, position + into.length);
    into.set(part);
    return part.length;
  };
  const refuse = (): never => {
    throw new Error("Segments are read only, and synchronously");
  };
  const others = { read: refuse, write: refuse, datasync: refuse, sync: refuse, truncate: refuse };
  return { ...others, readSync, size: async () => bytes.length, close: async () => undefined };
}

export const SEGMENT_READERS: readonly Target[] = [walks, chunks, forgedChunks, segments, forgedSegments];

import { expect, test } from "vitest";
import type { RawFrame } from "../../../src/raw-frame.ts";
import { chunkBytes, chunkCrc, chunkFault, readChunkHeader } from "../../../src/sealed/chunk-header.ts";
import { checkChunk, decodeChunk } from "../../../src/sealed/chunk-reader.ts";
import type { Chunk } from "../../../src/sealed/chunk-reader.ts";
import { createChunkBuilder } from "../../../src/sealed/chunk-writer.ts";
import { createDeflate } from "../../../src/sealed/deflater.ts";
import { CHUNK_CRC_AT, CHUNK_IS_STORED, CHUNK_RAW_BYTES_AT } from "../../../src/sealed/format.ts";
import { copyFrame } from "../../support/plain-frames.ts";
import { rawFrame } from "../../support/sealed.ts";

const PLACE = { path: "/segment", offset: 64 };

const deflateFast = createDeflate(1);

function seal(frames: readonly RawFrame[]): Buffer {
  const builder = createChunkBuilder();
  for (const frame of frames) builder.add(frame);
  return Buffer.from(builder.take(deflateFast));
}

function read(bytes: Buffer): Chunk {
  return decodeChunk(checkChunk(bytes, PLACE), PLACE);
}

function framesIn(chunk: Chunk): RawFrame[] {
  return Array.from({ length: chunk.count }, (_, slot) => copyFrame(chunk.frame(slot)));
}

test("S1: a chunk reads back as the frames that were added", () => {
  const frames = [
    rawFrame(5, { fingerprint: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), kind: 4, isDelta: true }),
    rawFrame(6, { content: new Uint8Array(0), metadata: new Uint8Array(0), isPacked: false, timestamp: -5 }),
    rawFrame(900, { content: new Uint8Array(3000).fill(7), timestamp: 2 ** 45 }),
  ];
  const chunk = read(seal(frames));
  expect(framesIn(chunk)).toEqual(frames);
  expect(chunk).toMatchObject({ firstSeq: 5, lastSeq: 900, count: 3, firstTime: -5, lastTime: 2 ** 45 });
  expect([5, 6, 7, 900, 901].map((seq) => chunk.slotOf(seq))).toEqual([0, 1, undefined, 2, undefined]);
  expect([chunk.seqAt(2), chunk.idAt(1)]).toEqual([900, frames[1]?.id]);
  expect(() => chunk.frame(3)).toThrow(RangeError);
  expect(() => chunk.seqAt(-1)).toThrow(RangeError);
});

test("times as far apart as Date allows are exact", () => {
  const frames = [8_640_000_000_000_000, -8_640_000_000_000_000, 8_639_999_999_999_999, 1].map((timestamp, n) =>
    rawFrame(n + 1, { timestamp }),
  );
  expect(framesIn(read(seal(frames)))).toEqual(frames);
});

test("a builder is full at 50 frames, at 16 KiB of content, at 16 KiB of metadata; one large frame always fits", () => {
  const builder = createChunkBuilder();
  const large = rawFrame(1, { content: new Uint8Array(1_000_000) });
  expect(builder.fits(large)).toBe(true);
  builder.add(large);
  expect(builder.fits(rawFrame(2))).toBe(false);
  expect(readChunkHeader(Buffer.from(builder.take(deflateFast)))).toMatchObject({ count: 1, contentBytes: 1_000_000 });
  for (let seq = 2; seq < 52; seq++) {
    expect(builder.fits(rawFrame(seq))).toBe(true);
    builder.add(rawFrame(seq));
  }
  expect(builder.fits(rawFrame(52))).toBe(false);
  builder.take(deflateFast);
  builder.add(rawFrame(60, { metadata: new Uint8Array(16_000), content: new Uint8Array(16_000) }));
  expect(builder.fits(rawFrame(61, { metadata: new Uint8Array(400) }))).toBe(false);
  expect(builder.fits(rawFrame(61, { content: new Uint8Array(400) }))).toBe(false);
  expect(builder.fits(rawFrame(61))).toBe(true);
});

test("frames are copied when they are added", () => {
  const content = Uint8Array.of(1, 2, 3);
  const builder = createChunkBuilder();
  builder.add(rawFrame(1, { content }));
  content.fill(9);
  expect(read(Buffer.from(builder.take((columns) => columns))).frame(0).content).toEqual(Uint8Array.of(1, 2, 3));
});

test("a builder makes the same chunk of the same frames, whatever it made before", () => {
  const builder = createChunkBuilder();
  const frames = [rawFrame(1, { fingerprint: new Uint8Array(8).fill(9) }), rawFrame(2)];
  const others = [
    rawFrame(1, { content: new Uint8Array(90_000).fill(5), metadata: new Uint8Array(40_000) }),
    rawFrame(2),
  ];
  for (const before of [others, frames, [rawFrame(7)], others]) {
    for (const frame of before) builder.add(frame);
    builder.take(deflateFast);
    for (const frame of frames) builder.add(frame);
    expect(Buffer.from(builder.take(deflateFast)).equals(seal(frames))).toBe(true);
  }
});

test("the payload is stored when deflate does not help", () => {
  const noise = Uint8Array.from({ length: 60 }, (_, at) => (at * at * 31 + at * 7) % 251);
  const bytes = seal([rawFrame(1, { content: noise })]);
  expect(readChunkHeader(bytes).flags & CHUNK_IS_STORED).toBe(CHUNK_IS_STORED);
  expect(read(bytes).frame(0).content).toEqual(noise);
});

test("a decoded chunk shares no memory with the bytes it came from", () => {
  const frames = [rawFrame(1, { fingerprint: new Uint8Array(8).fill(3) }), rawFrame(2)];
  for (const bytes of [seal(frames), seal([frames[0] as RawFrame])]) {
    const chunk = read(bytes);
    bytes.fill(0);
    expect(framesIn(chunk)).toEqual(frames.slice(0, chunk.count));
  }
});

test("S2: no flipped bit is overlooked", () => {
  const bytes = seal([rawFrame(1), rawFrame(2)]);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped[bit >>> 3] = (flipped[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => checkChunk(flipped, PLACE)).toThrow(/segment is damaged at offset 64/);
  }
});

test("a length that lies under a right checksum is refused before it is believed", () => {
  for (const rawBytes of [0, 100, 300, 64 * 1024 * 1024, 2 ** 32 - 1]) {
    const bytes = seal([rawFrame(1, { content: new Uint8Array(200) })]);
    if (readChunkHeader(bytes).rawBytes === rawBytes) continue;
    bytes.writeUInt32BE(rawBytes, CHUNK_RAW_BYTES_AT);
    bytes.writeUInt32BE(chunkCrc(bytes), CHUNK_CRC_AT);
    expect(() => read(bytes)).toThrow(/damaged/);
  }
  const bytes = seal([rawFrame(1)]);
  expect(chunkFault(readChunkHeader(bytes), bytes)).toBeUndefined();
  expect(chunkBytes(readChunkHeader(bytes))).toBe(bytes.length);
  expect(() => checkChunk(bytes.subarray(0, 20), PLACE)).toThrow(/damaged/);
});

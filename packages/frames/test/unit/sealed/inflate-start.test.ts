import * as fc from "fast-check";
import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { RawFrame } from "../../../src/raw-frame.ts";
import { readChunkHeader, headBytes } from "../../../src/sealed/chunk-header.ts";
import { checkChunk, decodeChunk, decodeChunkUpTo } from "../../../src/sealed/chunk-reader.ts";
import { createChunkBuilder } from "../../../src/sealed/chunk-writer.ts";
import { createDeflate } from "../../../src/sealed/deflater.ts";
import { inflateStart } from "../../../src/sealed/inflate-start.ts";
import { copyFrame } from "../../support/plain-frames.ts";
import { rawFrame } from "../../support/sealed.ts";

const PLACE = { path: "/segment", offset: 64 };
function seal(frames: readonly RawFrame[]): Buffer {
  const builder = createChunkBuilder();
  for (const frame of frames) builder.add(frame);
  return Buffer.from(builder.take(createDeflate(1)));
}

/** Text of made words, and bytes that do not deflate. */
function contentOf(words: readonly number[], noise: number): Uint8Array {
  const text = words.map((word) => (Math.imul(word + 1, 0x9e3779b1) >>> 12).toString(36)).join(" ");
  return new Uint8Array(Buffer.concat([Buffer.from(text), randomBytes(noise)]));
}

const someFrames = fc
  .array(
    fc.record({
      words: fc.array(fc.nat(1000), { maxLength: 120 }),
      noise: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(300)),
      metadata: fc.uint8Array({ maxLength: 40 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((parts) =>
    parts.map(({ words, noise, metadata }, n) => rawFrame(n + 1, { content: contentOf(words, noise), metadata })),
  );

describe("a chunk that is decoded up to a slot", () => {
  test("has the frames up to it as the whole chunk has them, whichever slot it is", () => {
    fc.assert(
      fc.property(someFrames, (frames) => {
        const packed = checkChunk(seal(frames), PLACE);
        for (let slot = 0; slot < frames.length; slot++) {
          const chunk = decodeChunkUpTo(packed, PLACE, slot);
          expect(chunk.readable).toBeGreaterThan(slot);
          for (let n = 0; n < chunk.readable; n++) expect(copyFrame(chunk.frame(n))).toEqual(copyFrame(frames[n]!));
          expect(chunk.seqAt(frames.length - 1)).toBe(frames.length);
          if (chunk.readable < frames.length) expect(() => chunk.frame(chunk.readable)).toThrow(RangeError);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("inflates less than half of a usual chunk for one of its first frames, and all of it for the last", () => {
    const frames = Array.from({ length: 30 }, (_, n) => {
      const words = Array.from({ length: 90 }, (_word, at) => 1000 * n + at);
      return rawFrame(n + 1, { content: contentOf(words, 0) });
    });
    const bytes = seal(frames);
    const header = readChunkHeader(bytes);
    const payload = bytes.subarray(headBytes(header.count, header.flags));
    expect(inflateStart(payload, header, 0)!.length).toBeLessThan(header.rawBytes / 2);
    expect(inflateStart(payload, header, 29)).toBeUndefined();
    expect(decodeChunkUpTo({ header, bytes }, PLACE, 5).readable).toBeLessThan(15);
  });

  test("whose guess falls short is decoded whole", () => {
    // The first content is most of the bytes: its share of the payload is far more than that of one frame in fifty.
    const frames = [
      rawFrame(1, { content: randomBytes(9000) }),
      ...Array.from({ length: 49 }, (_, n) => rawFrame(n + 2, { content: Buffer.alloc(100, "a") })),
    ];
    const packed = checkChunk(seal(frames), PLACE);
    expect(decodeChunkUpTo(packed, PLACE, 0).readable).toBe(50);
  });

  test("is found damaged as a whole one is", () => {
    const bytes = seal(
      Array.from({ length: 20 }, (_, n) => rawFrame(n + 1, { content: contentOf([n, n + 1, n + 2], 0) })),
    );
    const header = readChunkHeader(bytes);
    bytes.fill(0xff, headBytes(header.count, header.flags), bytes.length);
    const told = (decode: () => unknown): unknown => {
      try {
        return decode();
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(told(() => decodeChunkUpTo({ header, bytes }, PLACE, 3))).toBe(
      told(() => decodeChunk({ header, bytes }, PLACE)),
    );
  });
});

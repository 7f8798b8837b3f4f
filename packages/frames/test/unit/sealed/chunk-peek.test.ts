import * as fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_TIMESTAMP_MS } from "../../../src/entry/format.ts";
import type { RawFrame } from "../../../src/raw-frame.ts";
import { peekChunk } from "../../../src/sealed/chunk-peek.ts";
import { framesOf, openBytes, rawFrame, sealBytes } from "../../support/sealed.ts";

const field = fc.record({
  gap: fc.constantFrom(0, 0, 1, 200, 100_000),
  kind: fc.nat({ max: 4 }),
  timestamp: fc.oneof(fc.nat(), fc.integer({ min: -MAX_TIMESTAMP_MS, max: MAX_TIMESTAMP_MS })),
  isDelta: fc.boolean(),
  content: fc.uint8Array({ maxLength: 600 }),
});

test("a peek tells what decoding the whole chunk tells", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(field, { minLength: 1, maxLength: 70 }), async (fields) => {
      let seq = 0;
      const frames: RawFrame[] = [];
      for (const { gap, ...rest } of fields) frames.push(rawFrame((seq += 1 + gap), rest));
      const segment = await openBytes(await sealBytes(frames));
      const peeked: unknown[] = [];
      for (const packed of segment.packedChunks()) {
        const peek = peekChunk(packed, { path: "/segment", offset: 0 });
        for (const [slot, at] of peek.seqs.entries()) {
          peeked.push([at, peek.times[slot], peek.kindAt(slot), peek.isDeltaAt(slot)]);
        }
      }
      const expected = (await framesOf(segment)).map((frame) => [
        frame.seq,
        frame.timestamp,
        frame.kind,
        frame.isDelta,
      ]);
      expect(peeked).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPrefixInflater } from "../../../src/sealed/inflate-prefix.ts";

const inflate = createPrefixInflater();

/** Bytes with repetitions near and far, and with runs. */
const contents = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(60)), { maxLength: 60 })
  .map((parts) =>
    Buffer.concat(parts.flatMap(([bytes, times]) => Array.from({ length: 1 + (times % 7) }, () => bytes))),
  );
const ways = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE),
  memLevel: fc.integer({ min: 1, max: 9 }),
});

test("any prefix of anything deflated in any way is what zlib gives", () => {
  fc.assert(
    fc.property(contents, ways, fc.nat(6000), (bytes, way, most) => {
      const deflated = deflateRawSync(bytes, way);
      expect(bytes.subarray(0, most).equals(inflate(deflated, most)!)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("long texts of several blocks", () => {
  const bytes = Buffer.from(Array.from({ length: 60_000 }, (_, n) => `${(n * 7919) % 1013} `).join(""));
  for (const level of [0, 1, 3, 6]) {
    const deflated = deflateRawSync(bytes, { level });
    for (const most of [1, 500, 70_000, 1_000_000]) {
      expect(bytes.subarray(0, most).equals(inflate(deflated, most)!)).toBe(true);
    }
  }
});

test("what ends before the prefix does is refused", () => {
  const bytes = Buffer.from("one memory is like another memory, and another memory is like none".repeat(5));
  for (const level of [0, 1, 6]) {
    const deflated = deflateRawSync(bytes, { level });
    for (let end = 0; end < deflated.length - 1; end++)
      expect(inflate(deflated.subarray(0, end), 1000)).toBeUndefined();
  }
});

test("of broken bytes it gives nothing, or what zlib gives before it finds them broken", () => {
  fc.assert(
    fc.property(contents, ways, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), (bytes, way, changes) => {
      const deflated = deflateRawSync(bytes, way);
      for (const [at, value] of changes) deflated[at % deflated.length] = value;
      const most = 400;
      const ours = inflate(deflated, most);
      const whole = outcome(() => inflateRawSync(deflated, { maxOutputLength: 1_000_000 }));
      if (whole !== undefined) expect(whole.subarray(0, most).equals(ours!)).toBe(true);
      if (ours === undefined) expect(whole).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

test("any bytes at all end, soon", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const ours = inflate(bytes, 2000);
      const whole = outcome(() => inflateRawSync(bytes, { maxOutputLength: 10_000_000 }));
      if (whole !== undefined) expect(whole.subarray(0, 2000).equals(ours!)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

function outcome(work: () => Buffer): Buffer | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

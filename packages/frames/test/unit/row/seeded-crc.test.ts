import { crc32 } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createSeededCrc } from "../../../src/row/seeded-crc.ts";

test("a seeded checksum of a range equals zlib's", () => {
  const bytes = Buffer.alloc(20_000, "some bytes, some more bytes. ");
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(20_000), fc.nat(0xffffffff), (a, b, seed) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      expect(createSeededCrc(bytes, seed)(from, to)).toBe(crc32(bytes.subarray(from, to), seed));
    }),
  );
});

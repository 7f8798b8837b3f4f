import { crc32 } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPrefixCrc } from "../../../src/entry/prefix-crc.ts";

test("the checksum of any range equals the one computed directly", () => {
  const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 2654435761) >>> 13);
  const prefixes = createPrefixCrc(bytes);
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      expect(prefixes.rangeCrc(from, to)).toBe(crc32(bytes.subarray(from, to)));
    }),
  );
});

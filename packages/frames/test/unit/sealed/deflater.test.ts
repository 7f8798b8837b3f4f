import { randomBytes } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { createDeflate } from "../../../src/sealed/deflater.ts";

/** Bytes that deflate to about half. */
function bytesOf(sizeBytes: number): Uint8Array {
  return Buffer.from(
    randomBytes(Math.ceil(sizeBytes / 2))
      .toString("hex")
      .slice(0, sizeBytes),
    "latin1",
  );
}

test("whatever comes before, and in whatever size, inflates to what was given; later calls overwrite nothing", () => {
  for (const level of [1, 3, 6] as const) {
    const deflate = createDeflate(level);
    const all = [1, 0, 16_384, 16_384, 100, 5_000_000, 20_000, 7].map(bytesOf);
    const deflated = all.map((bytes) => deflate(bytes));
    for (const [n, bytes] of all.entries()) expect(inflateRawSync(deflated[n]!).equals(bytes)).toBe(true);
  }
});

test("a higher level takes no more bytes", () => {
  const text = Buffer.from(
    Array.from({ length: 400 }, (_, n) => `frame ${n % 37} speaks of frame ${(n * n) % 91}; `).join(""),
  );
  const [fast, usual, small] = ([1, 3, 6] as const).map((level) => createDeflate(level)(text).length);
  expect(usual).toBeLessThanOrEqual(fast!);
  expect(small).toBeLessThanOrEqual(usual!);
});

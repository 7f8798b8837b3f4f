import { randomBytes } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { createDeflater } from "../../../src/sealed/deflater.ts";

/** Bytes that deflate to about half. */
function bytesOf(sizeBytes: number): Uint8Array {
  return Buffer.from(
    randomBytes(Math.ceil(sizeBytes / 2))
      .toString("hex")
      .slice(0, sizeBytes),
    "latin1",
  );
}

test("whatever comes before, at the same time and in whatever size, inflates to what was given", async () => {
  const deflater = createDeflater(3);
  for (const sizes of [[1], [16_384, 16_384, 100, 5_000_000], [20_000, 1, 300_000, 16_384, 16_384, 7]]) {
    const all = sizes.map(bytesOf);
    const deflated = await Promise.all(all.map((bytes) => deflater.deflate(bytes)));
    for (const [n, bytes] of all.entries()) expect(inflateRawSync(deflated[n]!).equals(bytes)).toBe(true);
  }
  deflater.close();
});

test("earlier results are not overwritten by later ones", async () => {
  const deflater = createDeflater(1);
  const first = bytesOf(12_000);
  const result = await deflater.deflate(first);
  for (let n = 0; n < 20; n++) await deflater.deflate(bytesOf(12_000));
  expect(inflateRawSync(result).equals(first)).toBe(true);
  deflater.close();
});

test("what is under way when it is closed still ends", async () => {
  const deflater = createDeflater(6);
  const bytes = bytesOf(100_000);
  const deflated = deflater.deflate(bytes);
  deflater.close();
  expect(inflateRawSync(await deflated).equals(bytes)).toBe(true);
});

import { expect, test } from "vitest";
import { createMetadataPacker } from "../../../src/metadata/packer.ts";

test("the next call overwrites what was packed, and large metadata does not keep its memory", () => {
  const packer = createMetadataPacker();
  const first = packer.pack({ a: "first" });
  const copy = Uint8Array.from(first!);
  packer.pack({ b: "other" });
  expect(first).not.toEqual(copy);
  expect(packer.pack({ a: "x".repeat(100_000) })!.buffer.byteLength).toBeGreaterThan(100_000);
  expect(packer.pack({ a: 1 })!.buffer.byteLength).toBeLessThan(10_000);
});

test("a walk that ends half-way leaves nothing behind", () => {
  const packer = createMetadataPacker();
  const expected = Uint8Array.from(packer.pack({ a: [1, "é"] })!);
  expect(packer.pack({ a: [1, "é", undefined] })).toBeUndefined();
  expect(packer.pack({ a: [1, "é"] })).toEqual(Buffer.from(expected));
});

test("keys that the formats keep to themselves are not packed at the top, and are anybody's below", () => {
  const packer = createMetadataPacker();
  expect(packer.pack({ $kind: 1 })).toBeUndefined();
  expect(packer.pack({ a: { $kind: 1 } })).toBeDefined();
});

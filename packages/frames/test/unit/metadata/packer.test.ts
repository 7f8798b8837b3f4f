import { Unpackr } from "msgpackr";
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

test.each([0, 1, 15, 16, 17, 300, 65_535, 65_536])(
  "a map of %i keys is as msgpackr reads it, what follows included",
  (count) => {
    const map = Object.fromEntries(Array.from({ length: count }, (_, n) => [`key ${n}`, n]));
    const packed = createMetadataPacker().pack({ map, last: "behind it" });
    expect(new Unpackr({ useRecords: false }).unpack(Buffer.from(packed!))).toEqual({ map, last: "behind it" });
  },
);

test("keys that an object inherits are not its own", () => {
  let packed: Uint8Array | undefined;
  Reflect.defineProperty(Object.prototype, "inherited", { value: 1, enumerable: true, configurable: true });
  try {
    packed = createMetadataPacker().pack({ a: 1 });
  } finally {
    Reflect.deleteProperty(Object.prototype, "inherited");
  }
  expect(packed).toEqual(Buffer.from([0x81, 0xa1, 0x61, 0x01]));
});

import { expect, test } from "vitest";
import { readVarint, varintBytes, writeVarint } from "../../../src/delta/varint.ts";

test("varints of every length come back", () => {
  for (const value of [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32, 2 ** 48, 2 ** 49 - 1]) {
    const bytes = new Uint8Array(12);
    const next = writeVarint(bytes, 2, value);
    expect(next - 2).toBe(varintBytes(value));
    expect(readVarint(bytes, 2)).toEqual({ value, next });
    expect(readVarint(bytes.subarray(0, next - 1), 2)).toBeUndefined();
  }
});

test("longer than the shortest form, and longer than seven bytes, is refused", () => {
  expect(readVarint(Uint8Array.of(0x80, 0x00), 0)).toBeUndefined();
  expect(readVarint(Uint8Array.of(0x81, 0x80, 0x00), 0)).toBeUndefined();
  expect(readVarint(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01), 0)).toBeUndefined();
  expect(readVarint(new Uint8Array(0), 0)).toBeUndefined();
});

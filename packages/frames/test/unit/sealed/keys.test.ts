import { expect, test } from "vitest";
import { assertFingerprint, assertIdLength, idHalf, keyOf, mix, readHalf } from "../../../src/sealed/keys.ts";

test("the halves of an id are its numbers", () => {
  expect([idHalf("0123456789abcdef", 0), idHalf("0123456789abcdef", 8)]).toEqual([0x01234567, 0x89abcdef]);
  expect(readHalf(Uint8Array.of(0xff, 0xfe, 0, 1), 0)).toBe(0xfffe0001);
});

test("what is no id or fingerprint is refused", () => {
  for (const id of ["0123456789abcdeF", "0123456789abcde ", "0123456789abcdeé", "0123456789abcdeᄀ"]) {
    expect(() => idHalf(id, 8)).toThrow(TypeError);
  }
  expect(() => assertIdLength("0123")).toThrow(TypeError);
  expect(() => assertFingerprint(new Uint8Array(7))).toThrow(TypeError);
});

test("mix is that of MurmurHash3", () => {
  expect([mix(0), mix(1), mix(0xffffffff)]).toEqual([0, 0x514e28b7, 0x81f16f39]);
});

test("ids that count upwards have even keys", () => {
  const buckets = new Uint32Array(64);
  for (let n = 0; n < 64_000; n++) buckets[keyOf(0, n) >>> 26] = (buckets[keyOf(0, n) >>> 26] ?? 0) + 1;
  expect(Math.min(...buckets)).toBeGreaterThan(850);
  expect(Math.max(...buckets)).toBeLessThan(1150);
});

import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { decodeDelta, deltaBaseDistance, encodeDelta } from "../../../src/delta/delta.ts";
import { writeVarint } from "../../../src/delta/varint.ts";

const utf8 = new TextEncoder();
const base = utf8.encode(
  "Ada met Grace on Monday; they talked about compilers for an hour, then had tea by the river. ".repeat(5),
);
const content = utf8.encode(
  new TextDecoder().decode(base).replace("Monday", "Tuesday").replace("had tea", "went home"),
);

function encode(from: Uint8Array, to: Uint8Array, distance = 1): Uint8Array {
  const delta = encodeDelta(from, to, distance);
  if (delta === undefined) throw new Error("no delta");
  return delta;
}

test("a near-duplicate costs a few bytes and comes back exactly", () => {
  const delta = encode(base, content, 300);
  expect(delta.length).toBeLessThan(50);
  expect(deltaBaseDistance(delta)).toBe(300);
  expect(decodeDelta(base, delta)).toEqual(content);
});

test("an equal content, and one that only grew or shrank", () => {
  expect(encode(base, base).length).toBeLessThan(16);
  for (const other of [
    base,
    base.subarray(0, -3),
    base.subarray(5),
    Uint8Array.of(...base, 33),
    Uint8Array.of(33, ...base),
  ]) {
    expect(decodeDelta(base, encode(base, other))).toEqual(new Uint8Array(other));
  }
});

test("what has little in common is no delta", () => {
  expect(encodeDelta(base, randomBytes(400), 1)).toBeUndefined();
  expect(encodeDelta(new Uint8Array(0), content.subarray(0, 20), 1)).toBeUndefined();
  expect(encodeDelta(base, new Uint8Array(0), 1)).toBeUndefined();
});

test("bases beyond deflate's window serve as long as the edits lie within it", () => {
  const large = randomBytes(64 * 1024);
  const near = Buffer.from(large);
  near[20_000] = (near[20_000] ?? 0) ^ 1;
  near[45_000] = (near[45_000] ?? 0) ^ 1;
  expect(decodeDelta(large, encode(large, near))).toEqual(new Uint8Array(near));
  near[100] = (near[100] ?? 0) ^ 1;
  expect(encodeDelta(large, near, 1)).toBeUndefined();
});

test("D2: another base, a changed base and damage are faults", () => {
  const delta = encode(base, content);
  expect(decodeDelta(content, delta)).not.toEqual(base);
  expect(decodeDelta(base.with(3, 0), delta)).toBe("wrong-base");
  expect(decodeDelta(new Uint8Array(0), delta)).toBe("bad-delta");
  for (let at = 2; at < delta.length; at++) {
    for (let bit = 1; bit < 256; bit <<= 1) {
      const result = decodeDelta(base, delta.with(at, (delta[at] ?? 0) ^ bit));
      expect(typeof result === "string" || Buffer.from(result).equals(content)).toBe(true);
    }
    expect(decodeDelta(base, delta.subarray(0, at))).toBe("bad-delta");
  }
  expect(decodeDelta(base, Uint8Array.of(...delta, 0))).toBe("bad-delta");
});

test("D3: a hostile length is refused before anything is allocated for it", () => {
  const build = (plainLength: number, method: number): Uint8Array => {
    const bytes = new Uint8Array(40);
    let at = writeVarint(bytes, 0, 1);
    for (const number of [plainLength, 0, 0]) at = writeVarint(bytes, at, number);
    bytes[at + 4] = method;
    return bytes;
  };
  for (const method of [0, 1, 2]) {
    for (const plainLength of [1e6, 64 * 1024 * 1024, 2 ** 40]) {
      expect(decodeDelta(base, build(plainLength, method))).toBe("bad-delta");
    }
  }
  expect(deltaBaseDistance(new Uint8Array(0))).toBeUndefined();
  expect(deltaBaseDistance(Uint8Array.of(0))).toBeUndefined();
});

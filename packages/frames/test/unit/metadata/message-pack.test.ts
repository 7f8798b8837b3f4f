import { expect, test } from "vitest";
import { isPackedMap, MAX_PACKED_DEPTH } from "../../../src/metadata/message-pack.ts";

const map = (...value: number[]): Uint8Array => Uint8Array.of(0x81, 0xa1, 0x61, ...value);

test("maps of JSON values pass", () => {
  expect(isPackedMap(Uint8Array.of(0x80))).toBe(true);
  expect(isPackedMap(Uint8Array.of(0xde, 0, 0))).toBe(true);
  expect(isPackedMap(Uint8Array.of(0xdf, 0, 0, 0, 0))).toBe(true);
  const values = [
    [0x00],
    [0x7f],
    [0xe0],
    [0xff],
    [0xc0],
    [0xc2],
    [0xc3],
    [0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
    [0xcc, 1],
    [0xcd, 1, 2],
    [0xce, 1, 2, 3, 4],
    [0xd0, 1],
    [0xd1, 1, 2],
    [0xd2, 1, 2, 3, 4],
    [0xa0],
    [0xd9, 1, 0x61],
    [0xda, 0, 1, 0x61],
    [0xdb, 0, 0, 0, 1, 0x61],
    [0x92, 0x01, 0x02],
    [0xdc, 0, 1, 0x01],
    [0xdd, 0, 0, 0, 1, 0x80],
    [0xa2, 0xc3, 0xa9],
  ];
  expect(values.filter((value) => !isPackedMap(map(...value)))).toEqual([]);
});

test("hostile lengths are refused at once: nothing is read that is not there, and nothing twice", () => {
  const hostile = [0xdb, 0xdd, 0xdf, 0xc6, 0xc9].map((token) => map(token, 0xff, 0xff, 0xff, 0xff, 0, 0));
  hostile.push(Uint8Array.of(0xdf, 0xff, 0xff, 0xff, 0xff, 0xa0, 0xc0));
  for (const bytes of hostile) {
    const counted = countingReads(bytes);
    expect(isPackedMap(counted.bytes)).toBe(false);
    expect(counted.reads()).toBeLessThanOrEqual(2 * bytes.length);
  }
  const nested = countingReads(new Uint8Array(1_000_000).fill(0x91).with(0, 0x81));
  expect(isPackedMap(nested.bytes)).toBe(false);
  expect(nested.reads()).toBeLessThanOrEqual(4 * MAX_PACKED_DEPTH);
});

test("what JSON cannot say, or msgpackr would change, is refused", () => {
  const values = [
    [0xc1],
    [0xc4, 1, 0],
    [0xc7, 1, 0x78, 0],
    [0xca, 0, 0, 0, 0],
    [0xcf, 0, 0, 0, 0, 0, 0, 0, 1],
    [0xd3, 0, 0, 0, 0, 0, 0, 0, 1],
    [0xd4, 0, 0],
    [0xd5, 0x72, 0x40, 0],
    [0xd6, 0x69, 0, 0, 0, 1],
    [0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
    [0xcb, 0xff, 0xf0, 0, 0, 0, 0, 0, 0],
    [0xa2, 0xc3, 0x28],
    [0xa3, 0xed, 0xa0, 0x80],
    [0xa3, 0xef, 0xbb, 0xbf],
    [0x81, 0x01, 0x01],
    [0x81, 0xc0, 0x01],
  ];
  expect(values.filter((value) => isPackedMap(map(...value)))).toEqual([]);
  const proto = Buffer.from("__proto__");
  expect(isPackedMap(Uint8Array.of(0x81, 0xa9, ...proto, 0x01))).toBe(false);
  expect(isPackedMap(Uint8Array.of(0x81, 0xd9, 9, ...proto, 0x01))).toBe(false);
  expect(isPackedMap(map(0xa9, ...proto))).toBe(true);
});

test("every cut of a good map, and anything behind it, is refused", () => {
  const good = map(0x92, 0xcd, 1, 2, 0xd9, 2, 0x61, 0x62);
  expect(isPackedMap(good)).toBe(true);
  for (let length = 0; length < good.length; length++) expect(isPackedMap(good.subarray(0, length))).toBe(false);
  expect(isPackedMap(Uint8Array.of(...good, 0xc0))).toBe(false);
});

test("nesting passes up to its limit", () => {
  const nested = (depth: number): Uint8Array =>
    Uint8Array.of(0x81, 0xa0, ...Array.from({ length: depth - 2 }, () => 0x91), 0x90);
  expect(isPackedMap(nested(MAX_PACKED_DEPTH))).toBe(true);
  expect(isPackedMap(nested(MAX_PACKED_DEPTH + 1))).toBe(false);
});

/** Bytes that count how often one of them is read. */
function countingReads(original: Uint8Array): { readonly bytes: Uint8Array; readonly reads: () => number } {
  let reads = 0;
  const bytes = new Proxy(original, {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads++;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  return { bytes, reads: () => reads };
}

import { expect, test } from "vitest";
import { packMetadata, unpackMetadata } from "../../../src/metadata/packing.ts";

/** What packing must give back, by definition. */
const throughJson = (value: object): unknown => JSON.parse(JSON.stringify(value));

function roundTrip(metadata: object): { isPacked: boolean; value: unknown } {
  const { bytes, isPacked } = packMetadata(metadata as Record<string, unknown>);
  return { isPacked, value: unpackMetadata(bytes, isPacked) };
}

test("everyday metadata is packed, and smaller than JSON", () => {
  const metadata = {
    type: "fact",
    tags: ["work", "alpha"],
    session: "s-12",
    score: 0.75,
    n: -3,
    at: null,
    ok: true,
    o: { a: [] },
  };
  expect(roundTrip(metadata)).toEqual({ isPacked: true, value: metadata });
  expect(packMetadata(metadata).bytes.length).toBeLessThan(JSON.stringify(metadata).length);
  expect(packMetadata({}).bytes).toEqual(Uint8Array.of(0x80));
});

test("what was packed is not overwritten by later packing", () => {
  const first = packMetadata({ a: "first" }).bytes;
  for (let i = 0; i < 2000; i++) packMetadata({ b: "x".repeat(50), i });
  expect(unpackMetadata(first, true)).toEqual({ a: "first" });
});

const PACKABLE: Record<string, object> = {
  "negative zero, which JSON writes as 0": { a: -0, b: [-0] },
  "integers of every width": {
    list: [0, 127, 128, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, -1, -32, -33, -129, -32769],
  },
  "integers beyond the safe range": { a: 2 ** 53 + 2, b: -(2 ** 63), c: 1e300, d: Number.MAX_SAFE_INTEGER, e: 5e-324 },
  "keys like numbers, which objects sort": { b: 1, 2: "two", 1: "one" },
  "an own hasOwnProperty": { hasOwnProperty: 1, toString: "x", valueOf: 2, length: 3 },
  "texts of every length class": { a: "é".repeat(20), b: "é".repeat(40), c: "😀".repeat(100), d: "x".repeat(70_000) },
  "a wide object and a long list": {
    o: Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, i])),
    l: Array.from({ length: 70_000 }, (_, i) => i % 7),
  },
  "a replacement character of its own": { a: "\uFFFD", b: "\uFFFD".repeat(100) },
};

const UNPACKABLE: Record<string, object> = {
  "lone surrogates": { a: "\uD800" },
  "long lone surrogates": { a: "x".repeat(100) + "\uDC00" },
  "a lone surrogate in a key": { ["\uD800"]: 1 },
  "a byte order mark at the front": { a: `\uFEFF${"x".repeat(100)}` },
  "a __proto__ key": JSON.parse('{"__proto__":{"a":1}}') as object,
  "a nested __proto__ key": { a: [JSON.parse('{"__proto__":1}')] },
  "an own constructor": { constructor: "x" },
  "undefined members": { a: undefined, b: [undefined], c: 1 },
  holes: { a: Array.from({ length: 3 }).concat(Array(2)) },
  "functions and symbols": { a: () => 1, b: [Symbol("s")] },
  infinities: { a: Number.NaN, b: [Number.POSITIVE_INFINITY] },
  dates: { a: new Date(0) },
  toJSON: { a: { toJSON: () => "chosen" } },
  "an inherited toJSON": { a: Object.create({ toJSON: () => 1 }) as unknown },
  "maps and sets": { a: new Map([["k", 1]]), b: new Set([1]) },
  "typed arrays and buffers": { a: Uint8Array.of(1), b: Buffer.of(2) },
  "boxed values": { a: new String("s"), b: Object(1) as unknown },
  "objects without a prototype": { a: Object.create(null) as unknown },
  "class instances": {
    a: new (class Point {
      x = 1;
    })(),
  },
  "an array with a class": { a: new (class List extends Array {})() },
};

for (const [name, metadata] of Object.entries(PACKABLE)) {
  test(`${name} are packed and come back as from JSON`, () => {
    expect(roundTrip(metadata)).toStrictEqual({ isPacked: true, value: throughJson(metadata) });
  });
}

for (const [name, metadata] of Object.entries(UNPACKABLE)) {
  test(`${name} fall back to JSON`, () => {
    expect(roundTrip(metadata)).toStrictEqual({ isPacked: false, value: throughJson(metadata) });
  });
}

test("the order of keys is kept", () => {
  const { value } = roundTrip({ z: 1, a: 2, m: 3 });
  expect(Object.keys(value as object)).toEqual(["z", "a", "m"]);
});

test("deep nesting falls back to JSON, cycles and BigInt are refused", () => {
  let deep: object = {};
  for (let depth = 0; depth < 1000; depth++) deep = { deep };
  expect(roundTrip(deep)).toEqual({ isPacked: false, value: deep });
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  expect(() => packMetadata(cycle)).toThrow(TypeError);
  expect(() => packMetadata({ a: 1n })).toThrow(TypeError);
});

test("what is no map of JSON values is undefined", () => {
  const utf8 = new TextEncoder();
  const jsons = ["", "[]", "1", "null", "{", '"a"', '{"a":1}x'];
  expect(jsons.filter((json) => unpackMetadata(utf8.encode(json), false) !== undefined)).toEqual([]);
  const packed = [[], [0x90], [0x01], [0xc0], [0x81, 0xa1], [0x80, 0x80], [0x81, 0x01, 0x01]];
  expect(packed.filter((bytes) => unpackMetadata(Uint8Array.from(bytes), true) !== undefined)).toEqual([]);
});

test("msgpackr's code is ours alone: nothing that is registered with msgpackr elsewhere changes it", async () => {
  const shared = await import("msgpackr");
  class Point {
    x = 1;
  }
  shared.addExtension({ Class: Point, type: 11, pack: () => Buffer.of(1), unpack: () => new Point() });
  expect(unpackMetadata(Uint8Array.of(0x81, 0xa1, 0x61, 0xd4, 11, 1), true)).toBeUndefined();
  expect(roundTrip({ a: new Point() })).toEqual({ isPacked: false, value: { a: { x: 1 } } });
});

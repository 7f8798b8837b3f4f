import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type * as Msgpackr from "msgpackr";
import { createMetadataPacker } from "../../src/metadata/packer.ts";
import { packMetadata, unpackMetadata } from "../../src/metadata/packing.ts";

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\uD800", "\uDC00", "\uFEFF", "\uFFFD", "é", "a"), maxLength: 100 }),
  fc.string({ unit: fc.constantFrom("\uFEFF", "é", "x", "😀"), minLength: 60, maxLength: 300 }),
);
const keys = fc.oneof(texts, fc.constantFrom("__proto__", "constructor", "hasOwnProperty", "length", "0", "17", "-1"));
const traps = fc.constantFrom<unknown>(
  -0,
  Number.NaN,
  Infinity,
  undefined,
  2 ** 53,
  -(2 ** 63),
  2 ** 64,
  new Date(0),
  new Map(),
);
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(texts, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 2 }), traps),
    fc.array(tie("value"), { maxLength: 8 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 8, noNullPrototype: true }),
  ),
})).value;
const metadata = fc.dictionary(keys, values, { maxKeys: 8, noNullPrototype: true });

test("P1: unpack(pack(m)) equals JSON.parse(JSON.stringify(m)), keys in the same order", () => {
  fc.assert(
    fc.property(metadata, (value) => {
      const { bytes, isPacked } = packMetadata(value);
      const unpacked = unpackMetadata(bytes, isPacked);
      expect(isDeepStrictEqual(unpacked, JSON.parse(JSON.stringify(value)))).toBe(true); // vitest asks `constructor` keys
      expect(JSON.stringify(unpacked)).toBe(JSON.stringify(value));
    }),
    { numRuns: 1500 },
  );
});

test("plain JSON is packed, not stored as JSON", () => {
  const plain = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,12}$/),
    fc.jsonValue({ maxDepth: 3, stringUnit: "grapheme-ascii" }),
  );
  fc.assert(
    fc.property(plain, (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
      if (/__proto__|constructor/.test(JSON.stringify(json))) return;
      expect(packMetadata(json).isPacked).toBe(true);
    }),
  );
});

test("the bytes are those of msgpackr, so that any reader of MessagePack has them", () => {
  const { Packr } = createRequire(import.meta.url)("msgpackr/index-no-eval") as typeof Msgpackr;
  const packr = new Packr({ useRecords: false, variableMapSize: true });
  const packer = createMetadataPacker();
  let compared = 0;
  const anyNumber = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger());
  const wide = fc.record({ text: texts, number: anyNumber, list: fc.array(anyNumber, { maxLength: 40 }) });
  fc.assert(
    fc.property(fc.oneof(metadata, wide), (value) => {
      const packed = packer.pack(value);
      if (packed === undefined) return;
      compared++;
      expect(Buffer.compare(packed, packr.pack(value))).toBe(0);
    }),
    { numRuns: 500 },
  );
  expect(compared).toBeGreaterThan(100);
});

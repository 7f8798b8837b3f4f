import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../src/index.ts";
import { decodeMapEntries, decodeMessagePack } from "../../../src/migration/message-pack.ts";
import { anyJson } from "../../support/arbitraries.ts";
import { pack } from "../../support/vaults.ts";

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));

test("what is packed comes back", () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      if (!JSON.stringify(value).isWellFormed() || /\\ud[89a-f]/i.test(JSON.stringify(value))) return;
      expect(decodeMessagePack(pack(value))).toEqual(value);
    }),
  );
});

test.each<[string, string, Json]>([
  [
    "every width of integer",
    "97 cc ff cd 01 00 ce 00 01 00 00 d0 80 d1 80 00 d2 80 00 00 00 cf 00 00 00 01 00 00 00 00",
    [255, 256, 65536, -128, -32768, -2147483648, 4294967296],
  ],
  [
    "integers beyond doubles, as decimals",
    "92 cf ff ff ff ff ff ff ff ff d3 80 00 00 00 00 00 00 00",
    ["18446744073709551615", "-9223372036854775808"],
  ],
  [
    "both floats, and no negative zero",
    "93 ca 3f 80 00 00 cb 3f f8 00 00 00 00 00 00 cb 80 00 00 00 00 00 00 00",
    [1, 1.5, 0],
  ],
  ["every width of text and binary", "93 d9 01 61 da 00 01 62 c4 02 ff fe", ["a", "b", "//4="]],
  ["long arrays and maps", "dd 00 00 00 01 de 00 01 a1 6b c0", [{ k: null }]],
  ["keys that are numbers", "81 05 c3", { 5: true }],
])("%s", (_, bytes, expected) => {
  expect(decodeMessagePack(hex(bytes))).toEqual(expected);
});

test("a key named __proto__ is a key like any other", () => {
  const value = decodeMessagePack(hex("81 a9 5f5f70726f746f5f5f 80")) as object;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test.each([
  ["nothing", ""],
  ["a text that ends too early", "a5 61"],
  ["an array that claims four thousand million values", "dd ff ff ff ff c0"],
  ["a map that claims as many", "df ff ff ff ff"],
  ["a text that claims as many bytes", "db ff ff ff ff 61"],
  ["two values", "c0 c0"],
  ["an extension", "d4 01 00"],
  ["the byte that nobody uses", "c1"],
  ["a text that is no UTF-8", "a1 ff"],
  ["a key that is a map", "81 80 c0"],
  ["infinity", "cb 7f f0 00 00 00 00 00 00"],
  ["nesting without end", "91".repeat(200)],
])("%s is refused, and nothing of it is quoted", (_, bytes) => {
  expect(() => decodeMessagePack(hex(bytes))).toThrow(/^not MessagePack that can be read: [a-zA-Z8 -]+$/);
});

test("more values than a memory may hold are refused before they fill the memory", () => {
  expect(() => decodeMessagePack(Buffer.concat([hex("dd 00 20 00 00"), Buffer.alloc(0x200000, 0x80)]))).toThrow(
    "too many",
  );
});

test("the entries of a map come one by one, those before damage too", () => {
  const seen: string[] = [];
  const bytes = hex("83 a1 61 01 a1 62 02 a1 63 c1");
  expect(() => {
    for (const [key, value] of decodeMapEntries(bytes)) seen.push(`${key}=${JSON.stringify(value)}`);
  }).toThrow("not MessagePack");
  expect(seen).toEqual(["a=1", "b=2"]);
  expect(() => [...decodeMapEntries(hex("91 c0"))]).toThrow("it is no map");
  expect([...decodeMapEntries(hex("80"))]).toEqual([]);
});

test("any bytes end in a value or in a TypeError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        JSON.stringify(decodeMessagePack(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }),
  );
});

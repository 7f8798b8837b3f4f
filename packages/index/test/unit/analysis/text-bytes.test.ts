import { expect, test } from "vitest";
import { toBytes, toLatin1, toText } from "../../../src/analysis/text-bytes.ts";

test("text survives the way to bytes and back, a lone surrogate as the replacement character", () => {
  expect(toText(toBytes("größe 🎉 北京"))).toBe("größe 🎉 北京");
  expect(toText(toBytes("a\ud800b"))).toBe("a\ufffdb");
});

test("only the given part of an array is read, and bytes are no Buffer", () => {
  const part = toBytes("before größe after").subarray(7, 14);
  expect(toText(part)).toBe("größe");
  expect(toLatin1(part)).toBe("grÃ¶Ã\u009fe");
  expect(Buffer.isBuffer(toBytes("a"))).toBe(false);
});

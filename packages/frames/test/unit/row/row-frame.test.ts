import { expect, test } from "vitest";
import { RowFrame } from "../../../src/row/row-frame.ts";
import { buildSegment, plainFrame } from "../../support/row-segments.ts";

const fingerprint = Uint8Array.of(0xf0, 2, 3, 4, 0xe0, 6, 7, 8);
const { bytes, offsets, end } = buildSegment([
  [plainFrame(2 ** 40, "first", { id: "fedcba9876543210", fingerprint }), plainFrame(2 ** 40 + 1, "second")],
]);
const first = new RowFrame(bytes, offsets[0]!, offsets[1]! - offsets[0]!);
const second = new RowFrame(bytes, offsets[1]!, end - offsets[1]!);

test("ids and fingerprints are given as text, as bytes and as numbers", () => {
  expect([first.id, first.idKey]).toEqual(["fedcba9876543210", [0xfedcba98, 0x76543210]]);
  expect([first.fingerprint, first.fingerprintKey]).toEqual([fingerprint, [0xf0020304, 0xe0060708]]);
  expect([second.fingerprint, second.fingerprintKey]).toEqual([undefined, undefined]);
});

test("byte arrays are views of the row, and no Buffers", () => {
  expect(new TextDecoder().decode(second.content)).toBe("second");
  expect(second.content.buffer).toBe(bytes.buffer);
  expect(second.content).toBe(second.content);
  expect(Object.getPrototypeOf(second.content)).toBe(Uint8Array.prototype);
});

test("a seq above 32 bits and a time before 1970 are exact", () => {
  expect(first.seq).toBe(2 ** 40);
  const segment = buildSegment([[plainFrame(1, "", { timestamp: -5 })]]);
  expect(new RowFrame(segment.bytes, segment.offsets[0]!, segment.end).timestamp).toBe(-5);
});

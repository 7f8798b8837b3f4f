import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { decodeSegmentHeader, encodeSegmentHeader, toNonceCrc } from "../../../src/row/row-header.ts";
import { NONCE } from "../../support/row-segments.ts";

const header = { number: 3, firstSeq: 2 ** 48 - 1, createdAt: -5, nonce: NONCE };

test("a header comes back as it was, and its nonce is a copy", () => {
  const bytes = encodeSegmentHeader(header);
  const decoded = decodeSegmentHeader(bytes);
  expect(decoded).toEqual(header);
  bytes.fill(0);
  expect(decoded).toEqual(header);
});

test("what is no header is told apart", () => {
  const bytes = encodeSegmentHeader(header);
  expect(decodeSegmentHeader(new Uint8Array(0))).toBe("unused");
  expect(decodeSegmentHeader(new Uint8Array(200))).toBe("unused");
  expect(decodeSegmentHeader(bytes.subarray(0, 63))).toBe("truncated");
  expect(decodeSegmentHeader(bytes.with(0, 0))).toBe("bad-magic");
  const newer = bytes.with(7, 3);
  new DataView(newer.buffer).setUint32(60, crc32(newer.subarray(0, 60)));
  expect(decodeSegmentHeader(newer)).toBe("unknown-version");
  expect(decodeSegmentHeader(bytes.with(7, 3))).toBe("bad-checksum"); // all the rest is right: the version rotted
  expect(decodeSegmentHeader(bytes.with(45, 1))).toBe("bad-checksum");
});

test("fields that another writer set under a right checksum are refused", () => {
  for (const at of [8, 16, 24, 45]) {
    const bytes = encodeSegmentHeader(header);
    bytes[at] = 0x7f;
    new DataView(bytes.buffer).setUint32(60, crc32(bytes.subarray(0, 60)));
    expect(decodeSegmentHeader(bytes)).toBe("bad-field");
  }
});

test("fields that cannot be stored are refused", () => {
  expect(() => encodeSegmentHeader({ ...header, number: 0 })).toThrow(RangeError);
  expect(() => encodeSegmentHeader({ ...header, firstSeq: 2 ** 48 })).toThrow(RangeError);
  expect(() => encodeSegmentHeader({ ...header, createdAt: 0.5 })).toThrow(RangeError);
  expect(() => encodeSegmentHeader({ ...header, nonce: new Uint8Array(7) })).toThrow(RangeError);
});

test("the seed of the rows is the checksum of the nonce", () => {
  expect(toNonceCrc(NONCE)).toBe(crc32(NONCE));
});

import { expect, test } from "vitest";
import { decodeHeader, encodeHeader, toLayout, toModelTag } from "../../../../src/vectors/stored/segment-header.ts";
import { flipBit } from "../../../support/stored-vectors.ts";

const header = {
  dimensions: 384,
  rows: 10,
  firstKey: 2 ** 40,
  lastKey: 2 ** 40 + 500,
  model: Uint8Array.from(toModelTag("model")),
  recordBytes: 393,
  columnsChecksum: 1,
  sketchChecksum: 2 ** 32 - 1,
};

test("a header is read back", () => {
  expect(decodeHeader(encodeHeader(header))).toEqual(header);
});

test("a changed bit and a missing byte are damage", () => {
  const bytes = encodeHeader(header);
  for (let at = 0; at < bytes.length; at++) expect(decodeHeader(flipBit(bytes, at))).toBeUndefined();
  expect(decodeHeader(bytes.subarray(1))).toBeUndefined();
});

test("what cannot be is refused, with a right checksum too", () => {
  const impossible = [{ rows: 0 }, { dimensions: 0 }, { dimensions: 70_000 }, { lastKey: 1 }, { lastKey: 2 ** 48 }];
  for (const change of impossible) expect(decodeHeader(encodeHeader({ ...header, ...change }))).toBeUndefined();
});

test("parts follow each other, with ends only where records differ in length", () => {
  expect(toLayout(header)).toEqual({ keysAt: 64, endsAt: 104, sketchesAt: 104, recordsAt: 584 });
  expect(toLayout({ ...header, recordBytes: 0 })).toMatchObject({ endsAt: 104, sketchesAt: 144, recordsAt: 624 });
});

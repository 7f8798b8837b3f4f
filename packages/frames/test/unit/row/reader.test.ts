import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { readRow } from "../../../src/row/reader.ts";
import { toNonceCrc } from "../../../src/row/row-header.ts";
import { writeRow } from "../../../src/row/writer.ts";
import { copyFrame } from "../../support/plain-frames.ts";
import { NONCE, plainFrame } from "../../support/row-segments.ts";

const nonceCrc = toNonceCrc(NONCE);
const fingerprint = Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1);
const frame = plainFrame(2 ** 48 - 1, "hello", { kind: 4, timestamp: -8_640_000_000_000_000, fingerprint });

function rowOf(change?: (bytes: Buffer) => void): Buffer {
  const into = Buffer.alloc(200);
  const bytes = into.subarray(0, writeRow(frame, { into, at: 0, isGroupStart: true, nonceCrc }));
  change?.(bytes);
  return bytes;
}

function resealed(change: (bytes: Buffer) => void): Buffer {
  const bytes = rowOf(change);
  const checksumAt = bytes.length - 4;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, checksumAt), nonceCrc), checksumAt);
  return bytes;
}

test("a row comes back as it was, as views", () => {
  const bytes = rowOf();
  const row = readRow(bytes, 0, nonceCrc);
  if (typeof row === "string") throw new Error(row);
  expect(copyFrame(row.frame)).toEqual(frame);
  expect(row).toMatchObject({ sizeBytes: bytes.length, isGroupStart: true });
  expect(row.frame.content.buffer).toBe(bytes.buffer);
});

test("each way of not being a row has its name", () => {
  expect(readRow(rowOf(), 1, nonceCrc)).toBe("bad-magic");
  expect(readRow(rowOf(), 200, nonceCrc)).toBe("bad-magic");
  expect(readRow(new Uint8Array(0), 0, nonceCrc)).toBe("bad-magic");
  expect(
    readRow(
      rowOf((bytes) => bytes.writeUInt8(1, 2)),
      0,
      nonceCrc,
    ),
  ).toBe("unknown-version");
  expect(
    readRow(
      rowOf((bytes) => bytes.writeUInt8(0, 2)),
      0,
      nonceCrc,
    ),
  ).toBe("bad-magic");
  expect(
    readRow(
      rowOf((bytes) => bytes.writeUInt32BE(47, 28)),
      0,
      nonceCrc,
    ),
  ).toBe("bad-length");
  expect(
    readRow(
      rowOf((bytes) => bytes.writeUInt32BE(64 * 1024 * 1024 + 1, 28)),
      0,
      nonceCrc,
    ),
  ).toBe("bad-length");
  expect(
    readRow(
      rowOf((bytes) => bytes.writeUInt32BE(7, 32)),
      0,
      nonceCrc,
    ),
  ).toBe("bad-length");
  expect(
    readRow(
      rowOf((bytes) => bytes.writeUInt32BE(1000, 28)),
      0,
      nonceCrc,
    ),
  ).toBe("truncated");
  expect(
    readRow(
      rowOf((bytes) => bytes.writeUInt8(9, 50)),
      0,
      nonceCrc,
    ),
  ).toBe("bad-checksum");
  for (let length = 1; length < rowOf().length; length++) {
    expect(readRow(rowOf().subarray(0, length), 0, nonceCrc)).toBe("truncated");
  }
});

test("R5: a row under another segment's nonce is no row", () => {
  expect(readRow(rowOf(), 0, toNonceCrc(Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9)))).toBe("bad-checksum");
});

test("fields of another writer under a right checksum are named", () => {
  expect(
    readRow(
      resealed((bytes) => bytes.writeUInt8(0x19, 3)),
      0,
      nonceCrc,
    ),
  ).toBe("unknown-flag");
  expect(
    readRow(
      resealed((bytes) => bytes.writeUInt8(5, 4)),
      0,
      nonceCrc,
    ),
  ).toBe("unknown-kind");
  expect(
    readRow(
      resealed((bytes) => bytes.writeUInt8(1, 5)),
      0,
      nonceCrc,
    ),
  ).toBe("bad-field");
  expect(
    readRow(
      resealed((bytes) => bytes.fill(0, 6, 12)),
      0,
      nonceCrc,
    ),
  ).toBe("bad-field");
  expect(
    readRow(
      resealed((bytes) => bytes.writeUInt8(0x7f, 12)),
      0,
      nonceCrc,
    ),
  ).toBe("bad-field");
});
